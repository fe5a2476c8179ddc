import { LRUCache } from 'lru-cache';
import { FleetError } from '../kernel/errors.ts';
import { nameIn, vaultName } from './names.ts';
import type { Secret } from './secret.ts';
import type { Secrets, Vault } from './secrets.ts';

const KNOWN_FOR_MS = 5 * 60_000;
const MAX_KNOWN = 1_000;
/** Key Vault takes no more. */
const MAX_BYTES = 25_600;

const checked = (text: string): string => {
  const size = Buffer.byteLength(text);
  if (size > 0 && size <= MAX_BYTES) return text;
  const kind = size === 0 ? 'invalid' : 'too-large';
  throw new FleetError(kind, 'secrets/bad-size', `A secret has 1 to ${MAX_BYTES} bytes; this one has ${size}.`);
};

/** Tenants' secrets in a vault, read through a cache that joins those who ask for one secret at once into one request. */
export const cachedSecrets = (vault: Vault, now: () => number = () => performance.now()): Secrets => {
  const known = new LRUCache<string, Secret>({ max: MAX_KNOWN, ttl: KNOWN_FOR_MS, ttlResolution: 0, perf: { now } });
  const reading = new Map<string, Promise<Secret | undefined>>();

  const read = (name: string, version: string): Promise<Secret | undefined> => {
    const key = `${name}/${version}`;
    const isCurrent = () => reading.get(key) === fresh;
    const fresh = vault
      .read(name, version || undefined)
      .then((secret) => {
        // After a write meanwhile it is good enough for those who asked before, but not to be kept.
        if (secret && isCurrent()) known.set(key, secret);
        return secret;
      })
      .finally(() => isCurrent() && reading.delete(key));
    reading.set(key, fresh);
    return fresh;
  };
  const forget = (name: string): void => {
    for (const key of [...known.keys(), ...reading.keys()]) {
      if (!key.startsWith(`${name}/`)) continue;
      known.delete(key);
      reading.delete(key);
    }
  };
  /** A write that failed may have happened all the same. */
  const writing = async <Result>(name: string, write: () => Promise<Result>): Promise<Result> => {
    try {
      return await write();
    } finally {
      forget(name);
    }
  };

  return {
    in(tenantId) {
      const nameOf = (name: string) => vaultName(tenantId, name);
      const set = async (name: string, text: string) => {
        const secret = checked(text);
        return writing(nameOf(name), () => vault.write(nameOf(name), secret));
      };
      return {
        async get(name, version = '') {
          const key = `${nameOf(name)}/${version}`;
          return known.get(key) ?? reading.get(key) ?? read(nameOf(name), version);
        },
        set,
        rotate: async (name, make) => set(name, await make(await vault.read(nameOf(name)))),
        remove: async (name) => writing(nameOf(name), () => vault.remove(nameOf(name))),
        restore: async (name) => writing(nameOf(name), () => vault.restore(nameOf(name))),
        async names() {
          const all = await vault.names();
          return all.flatMap((encoded) => nameIn(tenantId, encoded) ?? []).sort();
        },
      };
    },
  };
};
