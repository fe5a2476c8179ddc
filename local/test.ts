import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { compareTable, writeTable } from '../tests/local/conformance-table.ts';
import { buildApp, buildDashboard } from './builds.ts';
import { ROOT } from './demo/layout.ts';
import { isProgram } from './shared/is-program.ts';
import { runScript } from './supervisor/run-script.ts';

type Step = readonly [name: string, run: () => Promise<unknown>];

const RESULTS = join(ROOT, 'test-results', 'jest.json');

const run = (...command: string[]) => runScript(command, { cwd: ROOT });

const jestOn = (...args: string[]): Step[1] => {
  const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules`.trim();
  const command = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${RESULTS}`, ...args];
  return () => runScript(command, { cwd: ROOT, env: { NODE_OPTIONS } });
};

const BUILD: Step = ['app and dashboard', () => Promise.all([buildApp(console.log), buildDashboard(console.log)])];

const CONFORMANCE: readonly Step[] = [
  BUILD,
  ['tests of the stand-ins', jestOn('tests/local/')],
  ['tables in local/README.md', () => writeTable(RESULTS)],
];

/** @param args for jest; without any, everything is run, and only that can be compared with the table. */
const everything = (args: readonly string[]): readonly Step[] => [
  ['format and lint', () => run('node_modules/@biomejs/biome/bin/biome', 'check')],
  ['types', () => run('node_modules/typescript/bin/tsc', '-p', '.')],
  ['types of the dashboard', () => run('node_modules/typescript/bin/tsc', '-p', 'staticwebapp')],
  BUILD,
  ['tests', jestOn(...args)],
  ...(args.length > 0 ? [] : [['tables in local/README.md', () => compareTable(RESULTS)] as const]),
];

/** Runs one step after the other until one fails; answers whether none did. */
const check = async (steps: readonly Step[]): Promise<boolean> => {
  for (const [name, step] of steps) {
    const startedAt = performance.now();
    const passed = await step().then(
      () => true,
      (error: Error) => {
        console.error(error.message);
        return false;
      },
    );
    console.log(`${passed ? '✓' : '✗'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`);
    if (!passed) return false;
  }
  return true;
};

/** What jest counts; test files that could not be run at all are failures too. */
const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

/**
 * One line a script can read: `N passed, N failed`, perhaps `, N skipped`.
 * @param results what jest has written; undefined when it was not reached.
 * @param passed whether everything has passed. A run that has not never says `0 failed`.
 */
export const summary = (results: string | undefined, passed: boolean): string => {
  const counts = results === undefined ? undefined : Results.parse(JSON.parse(results));
  const failed = counts ? counts.numFailedTests + counts.numRuntimeErrorTestSuites : 0;
  const skipped = counts ? counts.numPendingTests + counts.numTodoTests : 0;
  const words = `${counts?.numPassedTests ?? 0} passed, ${passed ? failed : Math.max(1, failed)} failed`;
  return skipped > 0 ? `${words}, ${skipped} skipped` : words;
};

const main = async (args: readonly string[]): Promise<void> => {
  await rm(RESULTS, { force: true });
  await mkdir(dirname(RESULTS), { recursive: true });
  const passed = await check(args[0] === '--conformance' ? CONFORMANCE : everything(args));
  process.exitCode = passed ? 0 : 1;
  console.log(summary(await readFile(RESULTS, 'utf8').catch(() => undefined), passed));
};

if (isProgram(import.meta.filename)) void main(process.argv.slice(2));
