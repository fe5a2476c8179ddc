import { join, resolve } from 'node:path';

/** Where everything is that a local run keeps. */
export const layoutOf = (folder: string) => ({
  cloud: join(folder, 'cloud'),
  host: join(folder, 'host'),
  frontDoor: join(folder, 'front-door'),
  www: join(folder, 'www'),
  compiled: join(folder, 'compile-cache'),
  secrets: join(folder, 'secrets.json'),
  apiKeys: join(folder, 'api-keys.json'),
  deviceKeys: join(folder, 'device-keys.json'),
  users: join(folder, 'users.json'),
  demo: join(folder, 'demo.json'),
  lock: join(folder, 'lock.db'),
});

export type Layout = ReturnType<typeof layoutOf>;

export const ROOT = resolve(import.meta.dirname, '../..');

/** The folder a local run keeps its state in: LOCAL_DIR, else `.local` of the repository. */
export const localFolder = (env: Readonly<Record<string, string | undefined>>): string =>
  env.LOCAL_DIR ? resolve(env.LOCAL_DIR) : join(ROOT, '.local');
