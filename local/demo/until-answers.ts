import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const ATTEMPT_MS = 5_000;

/** Waits until a GET of `url` is answered with 2xx. Throws, with the last answer, when that takes longer than `patience` milliseconds. */
export const untilAnswers = async (
  url: string,
  patience: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const deadline = performance.now() + patience;
  let answer = 'nothing';
  while (performance.now() < deadline) {
    try {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(ATTEMPT_MS) });
      const text = await response.text();
      if (response.ok) return;
      answer = `${response.status} ${text}`;
    } catch (error) {
      answer = error instanceof Error ? `${error.message} ${error.cause ?? ''}` : String(error);
    }
    await sleep(POLL_MS);
  }
  throw new Error(`${url} has not answered as it should within ${patience / 1000} s. The last answer: ${answer}`);
};
