import { join } from 'node:path';
import { styleText } from 'node:util';
import { z } from 'zod';
import { readJson } from '../shared/json-file.ts';

const Tenant = z.object({
  id: z.string(),
  name: z.string(),
  users: z.array(z.object({ email: z.string(), role: z.string() })).readonly(),
  apiKey: z.string(),
  /** The first is free: the simulator leaves it alone. */
  devices: z.array(z.object({ vehicleId: z.string(), deviceId: z.string(), key: z.string() })).readonly(),
});
const Demo = z.object({ web: z.url(), api: z.url(), tenants: z.array(Tenant).nonempty().readonly() });

/** The running demo as `npm start` describes it to tools, in `demo.json`. That the file is there means that everything answers. */
export type Demo = z.infer<typeof Demo>;
export type DemoTenant = z.infer<typeof Tenant>;

/** Reads `demo.json` from the local state folder (env LOCAL_DIR, else `.local`). Throws with what to do when it is not there. */
export const readDemo = async (folder = process.env.LOCAL_DIR ?? '.local'): Promise<Demo> => {
  const path = join(folder, 'demo.json');
  const demo = await readJson(path, Demo);
  if (demo) return demo;
  throw new Error(`${path} is not there. Start the demo with npm start, or point LOCAL_DIR at its folder.`);
};

const heading = (text: string) => styleText('bold', text, { stream: process.stdout });

/** What a newcomer needs to know. `page` is where the dashboard is looked at, which under `npm run dev` is Vite. */
export const banner = ({ api, tenants }: Demo, folder: string, page: string): string => {
  const signIn = `${page}/.auth/login/aad?post_login_redirect_uri=/&user=`;
  const users = tenants.flatMap(({ name, users }) => [
    `  ${name}`,
    ...users.map(({ email }) => `    ${email.padEnd(26)} ${signIn}${encodeURIComponent(email)}`),
  ]);
  return `
${heading('Wayfleet is running.')}

  Map         ${page}
  API         ${api}/api/v1
  For scripts ${folder}/demo.json

${heading('Sign in as')}
${users.join('\n')}

${heading(`Move the test vehicle of ${tenants[0]?.name}`)}
  curl '${api}/api/v1/ingest/osmand/${tenants[0]?.devices[0]?.key}?lat=50.94&lon=6.96'

Ctrl-C stops it. What happened is kept; npm run reset forgets it.
`;
};
