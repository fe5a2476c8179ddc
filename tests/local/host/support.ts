import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SpawnedHost, type SpawnOptions, spawnHost } from '../../load/spawn-host.ts';

export const appDir = (name: string) => join(import.meta.dirname, 'apps', name);

const root = join(import.meta.dirname, '../../..');
// Hosts of all tests share what they compile, or each would spend most of its life compiling the Azure SDKs.
const compileCache = join(tmpdir(), 'wayfleet-test-compile-cache');
const directories: string[] = [];
const hosts: SpawnedHost[] = [];

export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'wayfleet-host-'));
  directories.push(directory);
  return directory;
};

/** Writes a small app that finds its packages in the repository; gives its directory. */
export const makeApp = (files: Readonly<Record<string, string>>): string => {
  const directory = temporaryDirectory();
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const all = { 'package.json': '{"type":"module","main":"app.mjs"}', 'host.json': '{"version":"2.0"}', ...files };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
};

/** Starts a host that `cleanUp` ends; its state goes to a directory of its own unless the caller names one. */
export const start = async (directory: string, options: Partial<SpawnOptions> = {}): Promise<SpawnedHost> => {
  const env = { HOST_STATE_DIR: temporaryDirectory(), NODE_COMPILE_CACHE: compileCache, ...options.env };
  const host = await spawnHost({ ...options, appDir: directory, env });
  hosts.push(host);
  return host;
};

export const cleanUp = async (): Promise<void> => {
  await Promise.all(hosts.splice(0).map((host) => host.kill('SIGKILL')));
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
};

/** Looks again and again until there is something to see; fails with the last failure after `limit` milliseconds. */
export const eventually = async <T>(look: () => Promise<T> | T, limit = 15_000): Promise<T> => {
  const deadline = performance.now() + limit;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(15);
    }
  }
};

/** Resolves once the host has written something that matches. */
export const written = (host: SpawnedHost, pattern: RegExp): Promise<void> =>
  eventually(() => expect(host.output()).toMatch(pattern));

/** What an app of the `apps` folder has recorded under a name. */
export const seenBy = async <T>(host: SpawnedHost, name: string): Promise<T[]> => {
  const records: unknown = await (await fetch(`${host.url}/api/seen/${name}`)).json();
  if (!Array.isArray(records)) throw new Error(`The app has no records of ${name}.`);
  return records;
};
