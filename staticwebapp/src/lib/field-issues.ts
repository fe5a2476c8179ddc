import { ApiError } from '../../../shared/client/api-error.ts';

/** @example fieldOf(['customFields', 'depot']) // 'customFields.depot' */
const fieldOf = ([first, second]: readonly (string | number)[]): string =>
  typeof second === 'string' ? `${first}.${second}` : String(first ?? '');

/**
 * What the API finds wrong, at the fields of a form; the rest, in one sentence each, is for the form as a whole.
 *
 * @param fields the fields that show what is wrong with them
 */
export const issuesAt = (
  error: Error | null,
  fields: readonly string[],
): { readonly at: Readonly<Record<string, string>>; readonly rest: readonly string[] } => {
  if (!error) return { at: {}, rest: [] };
  const issues = error instanceof ApiError ? error.issues : [];
  const shown = issues.filter(({ path }) => fields.includes(fieldOf(path)));
  const others = issues.filter((issue) => !shown.includes(issue));
  const at: Record<string, string> = {};
  for (const { path, message } of shown) at[fieldOf(path)] ??= message;
  const rest = others.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
  return { at, rest: issues.length === 0 ? [error.message] : rest };
};
