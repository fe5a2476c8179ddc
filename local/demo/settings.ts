import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export type Settings = Readonly<Record<string, string>>;

const Plain = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const File = z.object({
  IsEncrypted: z.literal(false, 'encrypted settings cannot be read here').optional(),
  Values: z.record(z.string(), Plain).default({}),
});

/**
 * The app settings of a local run. Each of these goes before the ones after it: the real environment; what the start knows
 * of ports and keys; `local.settings.json`; `local.settings.sample.json`.
 * @throws Error that names the file that is not a settings file.
 */
export const appSettings = async (
  root: string,
  known: Settings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Settings> => {
  const settings = {
    ...(await valuesOf(join(root, 'local.settings.sample.json'))),
    ...(await valuesOf(join(root, 'local.settings.json'))),
    ...known,
  };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, env[name] ?? value]));
};

const valuesOf = async (path: string): Promise<Settings> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  const parsed = File.safeParse(json(path, text));
  if (parsed.success) return parsed.data.Values;
  throw new Error(`${path} is not a settings file:\n${z.prettifyError(parsed.error)}`);
};

const json = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
};
