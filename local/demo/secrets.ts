import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readJson, writeJson } from '../shared/json-file.ts';

/** The access key of the local Web PubSub; what the host knows the front door by; what signs sessions; what the keys of the demo are made from. */
const NAMES = ['webPubSubKey', 'frontDoorProof', 'sessionKey', 'demoKeys'] as const;

export type Secrets = Readonly<Record<(typeof NAMES)[number], string>>;

/** Reads the secrets, making those that are missing: who is connected over a restart must stay connected. */
export const provideSecrets = async (path: string): Promise<Secrets> => {
  const known = (await readJson(path, z.partialRecord(z.enum(NAMES), z.string().min(1)))) ?? {};
  const secrets = Object.fromEntries(
    NAMES.map((name) => [name, known[name] ?? randomBytes(32).toString('base64')]),
  ) as Secrets;
  if (NAMES.some((name) => known[name] === undefined)) await writeJson(path, secrets);
  return secrets;
};
