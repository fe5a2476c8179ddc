import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../shared/replace-file.ts';

const Seeded = z.object({ vehicleId: z.string(), deviceId: z.string(), key: z.string() });
const Keys = z.record(z.string(), z.record(z.string(), Seeded));

/** A vehicle of the demo, its device, and the key the device sends with. */
export type SeededDevice = z.infer<typeof Seeded>;

/** Device keys are shown once, so the seed keeps them: per tenant, under the name the vehicle was seeded with. */
export interface KeyRing {
  of(tenantId: string, name: string): SeededDevice | undefined;
  remember(tenantId: string, name: string, device: SeededDevice): Promise<void>;
}

/**
 * Opens the key file, empty when there is none yet. Throws when the file is not a key file, because going on would
 * rotate every key and silence devices that are in use.
 */
export const openKeyRing = async (path: string): Promise<KeyRing> => {
  const keys = parse(path, await textOf(path));
  return {
    of: (tenantId, name) => keys[tenantId]?.[name],
    async remember(tenantId, name, device) {
      keys[tenantId] = { ...keys[tenantId], [name]: device };
      await replaceFile(path, `${JSON.stringify(keys, null, 2)}\n`);
    },
  };
};

const parse = (path: string, text: string): z.infer<typeof Keys> => {
  try {
    return Keys.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} does not hold device keys. Delete it to have new keys made.`, { cause });
  }
};

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{}';
    throw error;
  }
};
