import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { isProgram } from './shared/is-program.ts';

const root = join(import.meta.dirname, '..');
const outdir = join(root, 'dist/functions');

/**
 * The deployed app: one bundle, with the modules that are loaded on first use as chunks beside it. ESM, because only ESM can be split;
 * the SDKs inside are CommonJS and want a `require`.
 */
export const appBundle: BuildOptions = {
  absWorkingDir: root,
  entryPoints: ['functions/main.ts'],
  outdir,
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

/** Builds the app and answers the size of what every cold start has to read, in bytes. */
export const buildApp = async (): Promise<number> => {
  await rm(outdir, { recursive: true, force: true });
  await build(appBundle);
  return (await stat(join(outdir, 'main.js'))).size;
};

if (isProgram(import.meta.filename))
  console.log(`dist/functions/main.js: ${Math.round((await buildApp()) / 1024)} KiB`);
