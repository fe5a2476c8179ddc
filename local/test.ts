import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { buildApp, buildDashboard } from './builds.ts';
import { ROOT } from './demo/layout.ts';
import { runScript } from './supervisor/run-script.ts';

const RESULTS = join(ROOT, 'test-results', 'jest.json');

const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  /** Test files that could not be run at all. */
  numRuntimeErrorTestSuites: z.number(),
});

const run = (...command: string[]) => runScript(command, { cwd: ROOT });

const jest = () =>
  runScript(['node_modules/jest/bin/jest.js', '--json', `--outputFile=${RESULTS}`, ...process.argv.slice(2)], {
    cwd: ROOT,
    env: { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules`.trim() },
  });

const STEPS: readonly (readonly [name: string, run: () => Promise<unknown>])[] = [
  ['format and lint', () => run('node_modules/@biomejs/biome/bin/biome', 'check')],
  ['types', () => run('node_modules/typescript/bin/tsc', '-p', '.')],
  ['types of the dashboard', () => run('node_modules/typescript/bin/tsc', '-p', 'staticwebapp')],
  ['app and dashboard', () => Promise.all([buildApp(console.log), buildDashboard(console.log)])],
  ['tests', jest],
];

/** Runs one step after the other until one fails; answers whether none did. */
const check = async (): Promise<boolean> => {
  for (const [name, step] of STEPS) {
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

/** One line a script can read. A step that fails before any test has run, or a file that cannot be, counts as one that failed. */
const summary = async (passed: boolean): Promise<string> => {
  const text = await readFile(RESULTS, 'utf8').catch(() => undefined);
  if (text === undefined) return `0 passed, ${passed ? 0 : 1} failed`;
  const counts = Results.parse(JSON.parse(text));
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  return `${counts.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
};

await rm(RESULTS, { force: true });
await mkdir(join(ROOT, 'test-results'), { recursive: true });
const passed = await check();
process.exitCode = passed ? 0 : 1;
console.log(await summary(passed));
