/** The pipeline broke on what it was given: trying again would break it again. */
export class Unprocessable extends Error {
  override readonly name = 'Unprocessable';
}

/** Runs what does not depend on anything outside, so that its failure is that of its input. @throws Unprocessable */
export const purely = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (cause) {
    throw new Unprocessable(String(cause), { cause });
  }
};
