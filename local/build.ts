import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { ROOT } from './demo/layout.ts';
import { isProgram } from './shared/is-program.ts';
import { type Print, runScript } from './supervisor/node-process.ts';

/**
 * The deployed app: one bundle, with the modules that are loaded on first use as chunks beside it. ESM, because only ESM can be split;
 * the SDKs inside are CommonJS and want a `require`.
 */
export const appBundle: BuildOptions = {
  absWorkingDir: ROOT,
  entryPoints: ['functions/main.ts'],
  outdir: 'dist/functions',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  sourcesContent: false,
  external: ['@azure/functions-core'],
  mainFields: ['module', 'main'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
};

export interface Build {
  readonly name: string;
  /** Files and folders it is made from. */
  readonly from: readonly string[];
  /** Without it there is no use in whatever else is left of an earlier build. */
  readonly result: string;
  run(print: Print): Promise<unknown>;
}

const APP: Build = {
  name: 'app',
  from: ['functions', 'shared', 'infra', 'local/build.ts', 'package-lock.json'],
  result: 'dist/functions/main.js',
  async run() {
    await rm(join(ROOT, 'dist/functions'), { recursive: true, force: true });
    await build(appBundle);
  },
};

const BASE_MAP: Build = {
  name: 'base map',
  from: ['staticwebapp/basemap', 'package-lock.json'],
  result: 'staticwebapp/public/basemap/0/0/0.pbf',
  run: (print) => runScript(['staticwebapp/basemap/build.ts'], { print }),
};

const DASHBOARD: Build = {
  name: 'dashboard',
  from: [
    ...['src', 'public', 'index.html', 'staticwebapp.config.json', 'vite.config.ts'].map(
      (file) => `staticwebapp/${file}`,
    ),
    'package-lock.json',
  ],
  result: 'dist/web/index.html',
  run: (print) =>
    runScript(['node_modules/vite/bin/vite.js', 'build', 'staticwebapp', '--logLevel', 'error'], { print }),
};

/** Milliseconds since the epoch; nothing when it is not there. */
const changedAt = async (path: string): Promise<number | undefined> =>
  (await stat(path).catch(() => undefined))?.mtimeMs;

/** When `path` or anything below changed last; a folder counts too, because that is where a deletion shows. */
const newest = async (path: string): Promise<number> => {
  const own = await stat(path);
  const entries = own.isDirectory() ? await readdir(path, { withFileTypes: true, recursive: true }) : [];
  const times = await Promise.all(entries.map((entry) => changedAt(join(entry.parentPath, entry.name))));
  return times.reduce<number>((latest, time) => Math.max(latest, time ?? 0), own.mtimeMs);
};

/** Builds it when something it is made from has changed, or its result is not there. */
export const ensure = async ({ name, from, result, run }: Build, print: Print, root = ROOT): Promise<void> => {
  // As old as the beginning of the last build that succeeded: what is saved during a build may come too late for it.
  const stamp = join(root, 'dist/.built', name.replace(' ', '-'));
  const [built = 0, made] = await Promise.all([changedAt(stamp), changedAt(join(root, result))]);
  const sources = await Promise.all(from.map((path) => newest(join(root, path))));
  if (made !== undefined && Math.max(...sources) <= built) return;
  const startedAt = new Date();
  print(`building the ${name}`);
  await run(print);
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, '');
  await utimes(stamp, startedAt, startedAt);
  print(`built the ${name} in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`);
};

/** Builds the app when its source has changed. */
export const buildApp = (print: Print = console.log): Promise<void> => ensure(APP, print);

/** Builds app and dashboard, and the base map that the dashboard shows, as far as their source has changed. */
export const buildAll = async (print: Print): Promise<void> => {
  const dashboard = async () => {
    await ensure(BASE_MAP, print);
    await ensure(DASHBOARD, print);
  };
  await Promise.all([buildApp(print), dashboard()]);
};

if (isProgram(import.meta.filename)) void buildAll(console.log);
