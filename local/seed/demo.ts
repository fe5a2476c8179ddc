import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Demo = z.object({
  web: z.url(),
  api: z.url(),
  tenants: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        apiKey: z.string(),
        devices: z.array(z.object({ vehicleId: z.string(), deviceId: z.string(), key: z.string() })),
      }),
    )
    .nonempty(),
});

/** The running demo, as `npm start` describes it to tools. */
export type Demo = z.infer<typeof Demo>;

/** Reads `demo.json` from the local state folder (env LOCAL_DIR, else `.local`). Throws with what to do when it is not there. */
export const readDemo = async (folder = process.env.LOCAL_DIR ?? '.local'): Promise<Demo> => {
  const path = join(folder, 'demo.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(`${path} is not there. Start the demo with npm start, or point LOCAL_DIR at its folder.`, {
      cause,
    });
  }
  const parsed = Demo.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${path} does not describe a demo:\n${z.prettifyError(parsed.error)}`);
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
