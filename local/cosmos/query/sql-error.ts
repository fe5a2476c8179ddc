import { badRequest } from '../errors.ts';

/** A query the service refuses, in the format of its query compiler. `location` is the offending part of the text. */
export const sqlError = (code: string, message: string, location?: { start: number; end: number }) =>
  badRequest(JSON.stringify({ errors: [{ severity: 'Error', ...(location ? { location } : {}), code, message }] }));
