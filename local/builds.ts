import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './demo/layout.ts';
import type { Print } from './supervisor/console.ts';
import { runScript } from './supervisor/run-script.ts';

interface Build {
  readonly name: string;
  /** Files and folders it is made from. */
  readonly from: readonly string[];
  readonly command: readonly string[];
  /** Without it there is no use in whatever else is left of an earlier build. */
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
  command: ['node_modules/vite/bin/vite.js', 'build', 'staticwebapp', '--logLevel', 'warn'],
  result: 'dist/web/index.html',
};

/** Builds the functions app when its source has changed. */
export const buildApp = (print: Print): Promise<void> => ensure(APP, print);

/** Builds the dashboard, and the base map it shows, when their source has changed. */
export const buildDashboard = async (print: Print): Promise<void> => {
  await ensure(BASE_MAP, print);
  await ensure(DASHBOARD, print);
};

const ensure = async (build: Build, print: Print): Promise<void> => {
  const stamp = join(ROOT, 'dist', '.built', build.name.replace(' ', '-'));
  if (!(await isStale(build, stamp))) return;
  const startedAt = new Date();
  print(`building the ${build.name}`);
  await runScript(build.command, { cwd: ROOT, print });
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, '');
  // What is saved while it builds may have come too late.
  await utimes(stamp, startedAt, startedAt);
  print(`built the ${build.name} in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`);
};

const isStale = async ({ from, result }: Build, stamp: string): Promise<boolean> => {
  const built = await changedAt(stamp);
  if (built === undefined || (await changedAt(join(ROOT, result))) === undefined) return true;
  const sources = await Promise.all(from.map((path) => newest(join(ROOT, path))));
  return Math.max(...sources) > built;
};

/** When `path` or anything below changed last; a folder counts too, because that is where a deletion shows. */
const newest = async (path: string): Promise<number> => {
  const own = await stat(path);
  const entries = own.isDirectory() ? await readdir(path, { withFileTypes: true, recursive: true }) : [];
  const times = await Promise.all(entries.map((entry) => changedAt(join(entry.parentPath, entry.name))));
  return times.reduce<number>((latest, time) => Math.max(latest, time ?? 0), own.mtimeMs);
};

/** Nothing when it is not there. */
const changedAt = async (path: string): Promise<number | undefined> =>
  (await stat(path).catch(() => undefined))?.mtimeMs;

if (import.meta.main) await Promise.all([buildApp(console.log), buildDashboard(console.log)]);
