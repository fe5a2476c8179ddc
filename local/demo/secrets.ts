import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../shared/replace-file.ts';

const Secrets = z.object({
  /** Access key of the local Web PubSub. */
  webPubSubKey: z.string().min(1),
  /** By which the functions host knows the front door. */
  frontDoorProof: z.string().min(1),
});

export type Secrets = z.infer<typeof Secrets>;

/** Reads the secrets of this local run. Throws when there are none or the file is damaged. */
export const readSecrets = async (path: string): Promise<Secrets> => {
  try {
    return Secrets.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new Error(`${path} cannot be read. Delete it to have new secrets made.`, { cause });
  }
};

/** Reads the secrets, making them at the first start: who is connected over a restart must stay connected. */
export const provideSecrets = async (path: string): Promise<Secrets> => {
  const exists = await readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  if (exists) return readSecrets(path);
  const secrets: Secrets = { webPubSubKey: newSecret(), frontDoorProof: newSecret() };
  await replaceFile(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
};

const newSecret = () => randomBytes(32).toString('base64');
