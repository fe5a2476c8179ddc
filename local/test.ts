import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp, buildDashboard } from './builds.ts';
import { ROOT } from './demo/layout.ts';
import { runScript } from './supervisor/run-script.ts';
import { summary } from './test-summary.ts';

const RESULTS = join(ROOT, 'test-results', 'jest.json');

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

await rm(RESULTS, { force: true });
await mkdir(join(ROOT, 'test-results'), { recursive: true });
const passed = await check();
process.exitCode = passed ? 0 : 1;
console.log(summary(await readFile(RESULTS, 'utf8').catch(() => undefined), passed));
