import type { Container, OperationInput, OperationResponse } from '@azure/cosmos';
import { codeOf, storeError } from './cosmos-errors.ts';

/** The service takes at most so many operations in one request. */
export const MAX_OPERATIONS = 100;
const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 25;
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

/** The SDK repeats what is throttled, but not in bulk. */
const patiently = async (container: Container, operations: readonly OperationInput[]): Promise<OperationResponse[]> => {
  const answers = await once(container, operations);
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    const open = answers.flatMap(({ statusCode }, index) => (statusCode === THROTTLED ? [index] : []));
    if (open.length === 0) break;
    await pause(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    const repeated = await once(
      container,
      operations.filter((_, index) => answers[index]?.statusCode === THROTTLED),
    );
    for (const [position, index] of open.entries()) {
      const answer = repeated[position];
      if (answer) answers[index] = answer;
    }
  }
  return answers;
};

/** Many operations, each on its own, answered in the order they were given. */
export const bulk = async (container: Container, operations: readonly OperationInput[]): Promise<OperationResponse[]> =>
  (await Promise.all(chunks(operations, MAX_OPERATIONS).map((some) => patiently(container, some)))).flat();
