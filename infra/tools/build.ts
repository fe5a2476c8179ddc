import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { ROOT } from '../../local/demo/layout.ts';
import { isProgram } from '../../local/shared/is-program.ts';
import { type Print, runScript } from '../../local/supervisor/supervisor.ts';

/** The deployed app: a bundle, and chunks that are loaded on first use: only ESM can be split. The CommonJS SDKs inside want a `require`. */
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

/** Made from these files and folders, and the packages; without its result there is no use in what else is left of an earlier build. */
export type Build = Readonly<{ name: string; from: readonly string[]; result: string; run: (print: Print) => unknown }>;

const APP: Build = {
  name: 'app',
  from: ['functions', 'shared', 'infra', 'infra/tools/build.ts'],
  result: 'dist/functions/main.js',
  async run() {
    await rm(join(ROOT, 'dist/functions'), { recursive: true, force: true });
    await build(appBundle);
  },
};

const BASE_MAP: Build = {
  name: 'base map',
  from: ['staticwebapp/basemap'],
  result: 'staticwebapp/public/basemap/0/0/0.pbf',
  run: (print) => runScript(['staticwebapp/basemap/build.ts'], { print }),
};

const DASHBOARD: Build = {
  name: 'dashboard',
  from: ['src', 'docs', 'public', 'index.html', 'staticwebapp.config.json', 'vite.config.ts'].map(
    (to) => `staticwebapp/${to}`,
  ),
  result: 'dist/web/index.html',
  run: (print) => runScript(['node_modules/vite/bin/vite.js', 'build', 'staticwebapp', '-l', 'error'], { print }),
};

/** When `path` or anything below changed last; a folder counts too, because that is where a deletion shows. */
const changedAt = async (path: string): Promise<number> => {
  const own = await stat(path).catch(() => undefined);
  const below = own?.isDirectory() ? await readdir(path) : [];
  const times = await Promise.all(below.map((name) => changedAt(join(path, name))));
  return Math.max(own?.mtimeMs ?? 0, ...times);
};

/** Builds it when something it is made from has changed, or its result is not there. */
export const ensure = async ({ name, from, result, run }: Build, print: Print, root = ROOT): Promise<void> => {
  // As old as the beginning of the last build that succeeded: what is saved during a build may come too late for it.
  const stamp = join(root, 'dist/.built', name.replace(' ', '-'));
  const [made, built, ...sources] = await Promise.all(
    [result, stamp, 'package-lock.json', ...from].map((path) => changedAt(resolve(root, path))),
  );
  if (made && built && Math.max(...sources) <= built) return;
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
export const buildAll = (print: Print): Promise<unknown> =>
  Promise.all([buildApp(print), ensure(BASE_MAP, print).then(() => ensure(DASHBOARD, print))]);

if (isProgram(import.meta.filename)) void buildAll(console.log);
