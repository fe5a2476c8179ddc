import { FleetError } from '../kernel/errors.ts';

/** The status of a failed request, or the name Node gives to a broken connection. Of many requests in one, the SDK hides it one level deep. */
export const codeOf = (error: unknown): unknown => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return code ?? cause?.code;
};

/** Trouble that passes by itself, as far as the SDK has not got over it already. */
const PASSING: ReadonlySet<unknown> = new Set([408, 410, 449, 500, 503, 'TimeoutError']);
const isBrokenConnection = (code: unknown): boolean => typeof code === 'string' && /^E[A-Z]+$|^REQUEST_SEND/.test(code);

/** A failure of the store as whoever called the API should learn of it; anything that is our own fault stays as it is. */
export const storeError = (error: unknown): unknown => {
  const code = codeOf(error);
  // Not 429: it is not the caller who asked too much.
  if (code === 429)
    return new FleetError('upstream', 'store/throttled', 'The store is busy; try again shortly.', {}, { cause: error });
  if (PASSING.has(code) || isBrokenConnection(code))
    return new FleetError('upstream', 'store/unavailable', 'The store does not answer.', {}, { cause: error });
  return error;
};

/** Answers as `work` does, with the store's failures in our words. */
export const asked = async <Answer>(work: Promise<Answer>): Promise<Answer> => {
  try {
    return await work;
  } catch (error) {
    throw storeError(error);
  }
};
