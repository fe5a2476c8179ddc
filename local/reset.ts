import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { layoutOf, localFolder, lockFolder } from './demo/layout.ts';

// Removes what a local run keeps, and only that.
const folder = localFolder(process.env);
const { lock, ...state } = layoutOf(folder);
try {
  const release = lockFolder(lock);
  for (const path of Object.values(state)) rmSync(path, { recursive: true, force: true });
  release();
  rmSync(lock);
  if (readdirSync(folder).length === 0) rmdirSync(folder);
  console.log(`Nothing is left of the local run in ${folder}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
