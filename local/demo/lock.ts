import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Lock {
  /** Also given up by the system when the process ends, however it ends. */
  release(): void;
}

/** Whoever forgets its lock keeps it: a database nobody refers to is collected, and its lock with it. */
const held = new Set<DatabaseSync>();

/** Reserves a folder for this process. Throws when another process has it. */
export const lockFolder = (path: string): Lock => {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new Error(`${folder} is in use by a running Wayfleet. Stop that one, or set LOCAL_DIR to another folder.`, {
      cause,
    });
  }
  held.add(database);
  return {
    release() {
      held.delete(database);
      database.close();
    },
  };
};
