import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../shared/json-file.ts';

const Device = z.object({ vehicleId: z.string(), deviceId: z.string(), key: z.string() });
const Tenant = z.object({
  id: z.string(),
  name: z.string(),
  users: z.array(z.object({ email: z.string(), role: z.string() })).readonly(),
  apiKey: z.string(),
  /** The first is free: the simulator leaves it alone. */
  devices: z.array(Device).readonly(),
});
const Demo = z.object({ web: z.url(), api: z.url(), tenants: z.array(Tenant).nonempty().readonly() });

/** The running demo as `npm start` describes it to tools, in `demo.json`. That the file is there means that everything answers. */
export type Demo = z.infer<typeof Demo>;
export type DemoTenant = Demo['tenants'][number];

/** Reads `demo.json` from the local state folder (env LOCAL_DIR, else `.local`). Throws with what to do when it is not there. */
export const readDemo = async (folder = process.env.LOCAL_DIR ?? '.local'): Promise<Demo> => {
  const path = join(folder, 'demo.json');
  const demo = await readJson(path, Demo);
  if (demo) return demo;
  throw new Error(`${path} is not there. Start the demo with npm start, or point LOCAL_DIR at its folder.`);
};
