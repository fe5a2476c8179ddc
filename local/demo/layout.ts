import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { readJson, writeJson } from '../shared/json-file.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** The folder a local run keeps its state in: LOCAL_DIR, else `.local` of the repository. */
export const localFolder = (env: Readonly<Record<string, string | undefined>>): string =>
  env.LOCAL_DIR ? resolve(env.LOCAL_DIR) : join(ROOT, '.local');

/** Where everything is that a local run keeps. */
export const layoutOf = (folder: string) => ({
  cloud: join(folder, 'cloud'),
  host: join(folder, 'host'),
  www: join(folder, 'www'),
  compiled: join(folder, 'compile-cache'),
  secrets: join(folder, 'secrets.json'),
  demo: join(folder, 'demo.json'),
  lock: join(folder, 'lock.db'),
});

/** Whoever forgets its lock keeps it: a database nobody refers to is collected, and its lock with it. */
const held = new Set<DatabaseSync>();

/** Reserves the folder of a lock file until it calls the answer or ends in whatever way. @throws Error when another process has it. */
export const lockFolder = (path: string): (() => void) => {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  const release = () => {
    held.delete(database);
    database.close();
  };
  held.add(database);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    release();
    const remedy = 'Stop that one, or set LOCAL_DIR to another folder.';
    throw new Error(`${dirname(path)} is in use by a running Wayfleet. ${remedy}`, { cause });
  }
  return release;
};

const Secret = z
  .string()
  .min(1)
  .default(() => randomBytes(32).toString('base64'));

/** The access key of the local Web PubSub; what the host knows the front door by; what signs sessions; what the keys of the demo are made from. */
const Secrets = z.object({ webPubSubKey: Secret, frontDoorProof: Secret, sessionKey: Secret, demoKeys: Secret });

/** Reads the secrets, making those that are missing: who is connected over a restart must stay connected. */
export const provideSecrets = async (path: string): Promise<z.infer<typeof Secrets>> => {
  const secrets = (await readJson(path, Secrets)) ?? Secrets.parse({});
  await writeJson(path, secrets);
  return secrets;
};
