import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { layoutOf, localFolder, lockFolder } from './demo/layout.ts';
import { isProgram } from './shared/is-program.ts';

/** Removes what a local run keeps in `folder`, and only that. Throws when one is running there. */
export const reset = async (folder: string): Promise<void> => {
  if (!existsSync(folder)) return;
  const { lock, ...state } = layoutOf(folder);
  const release = lockFolder(lock);
  await Promise.all(Object.values(state).map((path) => rm(path, { recursive: true, force: true })));
  release();
  await rm(lock, { force: true });
  if ((await readdir(folder)).length === 0) await rmdir(folder);
};

if (isProgram(import.meta.filename)) {
  const folder = localFolder(process.env);
  reset(folder).then(
    () => console.log(`Nothing is left of the local run in ${folder}.`),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
