import type { Container, OperationInput, OperationResponse } from '@azure/cosmos';
import { codeOf, storeError } from './cosmos-errors.ts';

/** The service takes at most so many operations in one request. */
export const MAX_OPERATIONS = 100;
const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 25;
/** So that a large job does not take the whole of what the container offers. */
const REQUESTS_AT_ONCE = 4;
/** Too busy; another write was in the way; more than fits into the answer to one request. All pass when asked again, with less at once. */
const PASSING: ReadonlySet<number> = new Set([429, 449, 413]);
const THROTTLED = 429;

export const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Every operation's answer; a request that was throttled as a whole counts as each of its operations being so. */
const once = async (container: Container, operations: readonly OperationInput[]): Promise<OperationResponse[]> => {
  try {
    // Its successor `executeBulkOperations` waits a second for more operations to join (SDK 4.10).
    return await container.items.bulk([...operations]);
  } catch (error) {
    if (codeOf(error) !== THROTTLED) throw storeError(error);
    return operations.map(() => ({ statusCode: THROTTLED, requestCharge: 0 }));
  }
};

/** The SDK repeats what passes, but not in bulk. Every round asks for half as much at once. */
const patiently = async (container: Container, operations: readonly OperationInput[]): Promise<OperationResponse[]> => {
  const answers = await once(container, operations);
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    const open = answers.flatMap(({ statusCode }, index) => (PASSING.has(statusCode) ? [index] : []));
    if (open.length === 0) break;
    await pause(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    for (const some of chunks(open, Math.max(1, MAX_OPERATIONS >> attempt))) {
      const repeated = await once(
        container,
        some.flatMap((index) => operations[index] ?? []),
      );
      for (const [position, index] of some.entries())
        answers[index] = repeated[position] ?? answers[index] ?? NO_ANSWER;
    }
  }
  return answers;
};

const NO_ANSWER: OperationResponse = { statusCode: 500, requestCharge: 0 };

/** Many operations, each on its own, answered in the order they were given. */
export const bulk = async (
  container: Container,
  operations: readonly OperationInput[],
): Promise<OperationResponse[]> => {
  const answers: OperationResponse[] = [];
  for (const round of chunks(chunks(operations, MAX_OPERATIONS), REQUESTS_AT_ONCE))
    answers.push(...(await Promise.all(round.map((some) => patiently(container, some)))).flat());
  return answers;
};
