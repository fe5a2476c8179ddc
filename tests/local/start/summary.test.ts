import { summary } from '../../run.ts';

const results = (counts: object) =>
  JSON.stringify({
    numPassedTests: 40,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    ...counts,
  });

test.each([
  ['all is well', results({}), true, '40 passed, 0 failed'],
  ['some fail', results({ numFailedTests: 2 }), false, '40 passed, 2 failed'],
  ['some are left out', results({ numPendingTests: 3, numTodoTests: 1 }), true, '40 passed, 0 failed, 4 skipped'],
  ['a file cannot be run', results({ numRuntimeErrorTestSuites: 1 }), false, '40 passed, 1 failed'],
  ['jest fails for another reason', results({}), false, '40 passed, 1 failed'],
  ['a step before the tests fails', '{}', false, '0 passed, 1 failed'],
])('The last line when %s', (_, text, passed, line) => {
  expect(summary(text, passed)).toBe(line);
});
