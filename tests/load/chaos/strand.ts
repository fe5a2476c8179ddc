import type { Call } from '../../e2e/support/client.ts';

/** An event, with the names it gives. */
export interface Fact {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the strands of a mixed load share. */
export interface Surroundings {
  readonly call: Call;
  /** Origin of the functions. */
  readonly api: string;
  /** Connection string of the broker. */
  readonly serviceBus: string;
  /** The events of one of the company's streams. */
  stream(streamId: string): Promise<readonly Fact[]>;
}

/** One kind of work that goes on while processes are killed, and keeps a ledger of what was acknowledged. */
export interface Strand {
  readonly name: string;
  /** Works until the signal fires; what is under way then is finished. */
  run(until: AbortSignal): Promise<void>;
  /** Waits for everything acknowledged to take effect. Answers what is missing, doubled or wrong; nothing when all is well. */
  problems(): Promise<readonly string[]>;
  /** How much was acknowledged, for the report. */
  acknowledged(): number;
}

const AGAIN_AFTER_MS = 40;

export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Attempts until one is answered with anything definite. A refused connection, a broken answer and a 5xx say nothing about the effect. */
export const insist = async <Body>(
  attempt: () => Promise<{ status: number; body: Body }>,
): Promise<{ status: number; body: Body }> => {
  for (;;) {
    const answer = await attempt().catch(() => undefined);
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    await pause(AGAIN_AFTER_MS);
  }
};

/** Looks again and again until there is nothing wrong; gives up with the last findings. */
export const settled = async (look: () => Promise<readonly string[]>, withinMs: number): Promise<readonly string[]> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const problems = await look().catch((error: Error) => [`cannot be looked at: ${error.message}`]);
    if (problems.length === 0 || Date.now() > deadline) return problems;
    await pause(200);
  }
};

/** What is missing from `found`, and what is there more than once. */
export const onceEach = (what: string, expected: readonly string[], found: readonly string[]): string[] => {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  const missing = expected.filter((one) => !counts.has(one));
  const doubled = [...counts].filter(([, count]) => count > 1).map(([one]) => one);
  return [
    ...(missing.length > 0 ? [`${what}: ${missing.length} missing, first ${missing[0]}`] : []),
    ...(doubled.length > 0 ? [`${what}: ${doubled.length} doubled, first ${doubled[0]}`] : []),
  ];
};
