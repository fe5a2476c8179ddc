import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildAll } from '../infra/tools/build.ts';
import { ROOT } from '../local/demo/layout.ts';
import { isProgram } from '../local/shared/is-program.ts';
import { runScript } from '../local/supervisor/supervisor.ts';
import { compareTable, writeTable } from './local/conformance-table.ts';

type Step = readonly [name: string, run: () => Promise<unknown>];

const RESULTS = join(ROOT, 'test-results', 'jest.json');
const BIOME = 'node_modules/@biomejs/biome/bin/biome';
const TSC = 'node_modules/typescript/bin/tsc';

const runJest = (...args: string[]) => {
  const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules`.trim();
  const command = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${RESULTS}`, ...args];
  return runScript(command, { env: { NODE_OPTIONS } });
};

const BUILD: Step = ['app and dashboard', () => buildAll(console.log)];

const CONFORMANCE: readonly Step[] = [
  BUILD,
  ['tests of the stand-ins', () => runJest('tests/local/')],
  ['tables in local/README.md', () => writeTable(RESULTS)],
  ['format', () => runScript([BIOME, 'format', '--write', 'local/README.md'])],
];

/** @param args for jest; without any, everything is run, and only that can be compared with the tables. */
const everything = (args: readonly string[]): readonly Step[] => [
  ['format and lint', () => runScript([BIOME, 'check'])],
  ['types', () => runScript([TSC, '-p', '.'])],
  ['types of the dashboard', () => runScript([TSC, '-p', 'staticwebapp'])],
  BUILD,
  ['tests', () => runJest(...args)],
  ['tables in local/README.md', async () => args.length > 0 || compareTable(RESULTS)],
];

/** Runs one step after the other until one fails; answers whether none did. */
const check = async (steps: readonly Step[]): Promise<boolean> => {
  for (const [name, run] of steps) {
    const startedAt = performance.now();
    const failure = await run().then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (failure) console.error(failure);
    console.log(`${failure ? '✗' : '✓'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`);
    if (failure) return false;
  }
  return true;
};

/**
 * One line a script can read: `N passed, N failed`, perhaps `, N skipped`.
 * @param results what jest has written, if it was reached; a test file that could not be run at all is a failure too.
 * @param passed whether everything has passed. A run that has not never says `0 failed`.
 */
export const summary = (results: string, passed: boolean): string => {
  const counts = JSON.parse(results) as Readonly<Record<string, number>>;
  const sum = (...names: string[]) => names.reduce((total, name) => total + (counts[name] ?? 0), 0);
  const failed = Math.max(passed ? 0 : 1, sum('numFailedTests', 'numRuntimeErrorTestSuites'));
  const skipped = sum('numPendingTests', 'numTodoTests');
  return `${sum('numPassedTests')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
};

const main = async (args: readonly string[]): Promise<void> => {
  await rm(RESULTS, { force: true });
  await mkdir(dirname(RESULTS), { recursive: true });
  const passed = await check(args[0] === '--conformance' ? CONFORMANCE : everything(args));
  process.exitCode = passed ? 0 : 1;
  console.log(summary(await readFile(RESULTS, 'utf8').catch(() => '{}'), passed));
};

if (isProgram(import.meta.filename)) void main(process.argv.slice(2));
