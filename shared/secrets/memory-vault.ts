import { conflict, notFound } from '../kernel/errors.ts';
import { Secret } from './secret.ts';
import type { Vault } from './secrets.ts';

/** A vault for tests: the same promises, nothing kept. */
export const memoryVault = (): Vault => {
  const live = new Map<string, Secret[]>();
  const removed = new Map<string, Secret[]>();
  let writes = 0;

  return {
    read: async (name, version) =>
      live.get(name)?.findLast((secret) => version === undefined || secret.version === version),
    async write(name, text) {
      if (removed.has(name)) throw conflict('secrets/removed', 'A removed secret has this name. Restore it first.');
      writes += 1;
      const secret = new Secret(text, `v${writes}`);
      live.set(name, [...(live.get(name) ?? []), secret]);
      return secret;
    },
    async remove(name) {
      const versions = live.get(name);
      if (!versions) return;
      live.delete(name);
      removed.set(name, versions);
    },
    async restore(name) {
      const versions = removed.get(name);
      if (!versions && !live.has(name)) throw notFound('secrets/not-removed', 'There is no such secret to restore.');
      if (!versions) return;
      removed.delete(name);
      live.set(name, versions);
    },
    names: async () => [...live.keys()],
  };
};
