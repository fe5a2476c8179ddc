import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './demo/layout.ts';
import { isProgram } from './shared/is-program.ts';
import { isStale } from './stale.ts';
import type { Print } from './supervisor/console.ts';
import { runScript } from './supervisor/run-script.ts';

interface Build {
  readonly name: string;
  readonly from: readonly string[];
  readonly command: readonly string[];
  readonly result: string;
}

const APP: Build = {
  name: 'app',
  from: ['functions', 'shared', 'infra', 'local/build.ts', 'package-lock.json'],
  command: ['local/build.ts'],
  result: 'dist/functions/main.js',
};

const BASE_MAP: Build = {
  name: 'base map',
  from: ['staticwebapp/basemap', 'package-lock.json'],
  command: ['staticwebapp/basemap/build.ts'],
  result: 'staticwebapp/public/basemap/0/0/0.pbf',
};

const DASHBOARD: Build = {
  name: 'dashboard',
  from: [
    'staticwebapp/src',
    'staticwebapp/public',
    'staticwebapp/index.html',
    'staticwebapp/staticwebapp.config.json',
    'staticwebapp/vite.config.ts',
    'package-lock.json',
  ],
  command: ['node_modules/vite/bin/vite.js', 'build', 'staticwebapp', '--logLevel', 'error'],
  result: 'dist/web/index.html',
};

/** Builds the functions app when its source has changed. */
export const buildApp = (print: Print): Promise<void> => ensure(APP, print);

/** Builds the dashboard, and the base map it shows, when their source has changed. */
export const buildDashboard = async (print: Print): Promise<void> => {
  await ensure(BASE_MAP, print);
  await ensure(DASHBOARD, print);
};

const inRepository = (path: string) => join(ROOT, path);

const ensure = async ({ name, from, result, command }: Build, print: Print): Promise<void> => {
  const stamp = inRepository(`dist/.built/${name.replace(' ', '-')}`);
  if (!(await isStale({ from: from.map(inRepository), result: inRepository(result), stamp }))) return;
  const startedAt = new Date();
  print(`building the ${name}`);
  await runScript(command, { cwd: ROOT, print });
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, '');
  // What is saved while it builds may have come too late.
  await utimes(stamp, startedAt, startedAt);
  print(`built the ${name} in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`);
};

if (isProgram(import.meta.filename)) void Promise.all([buildApp(console.log), buildDashboard(console.log)]);
