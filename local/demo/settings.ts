import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../shared/json-file.ts';

export type Settings = Readonly<Record<string, string>>;

const Plain = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const File = z.object({
  IsEncrypted: z.literal(false, 'encrypted settings cannot be read here').optional(),
  Values: z.record(z.string(), Plain).default({}),
});

/**
 * The app settings of a local run. Each of these goes before the ones after it: the real environment; what the start knows
 * of ports and keys; `local.settings.json`; `local.settings.sample.json`.
 */
export const appSettings = async (
  root: string,
  known: Settings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Settings> => {
  const sample = await readJson(join(root, 'local.settings.sample.json'), File);
  const own = await readJson(join(root, 'local.settings.json'), File);
  const settings = { ...sample?.Values, ...own?.Values, ...known };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, env[name] ?? value]));
};
