import { badRequest, reasonOf } from './errors.ts';

/** One segment of a path, decoded. Throws a 400 when it is not percent-encoded properly. */
export const percentDecoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    throw badRequest(`'${segment}' is not percent-encoded properly: ${reasonOf(error)}`);
  }
};
