import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { layoutOf, localFolder } from './demo/layout.ts';
import { lockFolder } from './demo/lock.ts';
import { isProgram } from './shared/is-program.ts';

/** Removes what a local run keeps in `folder`, and only that. Throws when one is running there. */
export const reset = async (folder: string): Promise<void> => {
  if (!existsSync(folder)) return;
  const { lock: lockFile, ...state } = layoutOf(folder);
  const lock = lockFolder(lockFile);
  await Promise.all(Object.values(state).map((path) => rm(path, { recursive: true, force: true })));
  lock.release();
  await rm(lockFile, { force: true });
  if ((await readdir(folder)).length === 0) await rmdir(folder);
};

const main = async () => {
  const folder = localFolder(process.env);
  try {
    await reset(folder);
    console.log(`Nothing is left of the local run in ${folder}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
};

if (isProgram(import.meta.filename)) void main();
