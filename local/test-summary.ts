import { z } from 'zod';

const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  /** Test files that could not be run at all. */
  numRuntimeErrorTestSuites: z.number(),
});

/**
 * One line a script can read: `N passed, N failed`, perhaps `, N skipped`.
 * @param results what jest has written; undefined when it was not reached, and then what failed before counts as one failure.
 * @param passed whether everything has passed. A run that has not never says `0 failed`.
 */
export const summary = (results: string | undefined, passed: boolean): string => {
  const counts = results === undefined ? NONE : Results.parse(JSON.parse(results));
  const counted = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  const failed = passed ? counted : Math.max(1, counted);
  const skipped = counts.numPendingTests + counts.numTodoTests;
  return `${counts.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
};

const NONE: z.infer<typeof Results> = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};
