import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildAll } from '../infra/tools/build.ts';
import { banner, type Demo } from './demo/demo-file.ts';
import { layoutOf, localFolder, lockFolder, provideSecrets, ROOT } from './demo/layout.ts';
import { writeSite } from './demo/site.ts';
import { DEFAULT_PORTS, readPorts, requireFree } from './ports.ts';
import { seedTenants } from './seed/tenants.ts';
import { isProgram } from './shared/is-program.ts';
import { writeJson } from './shared/json-file.ts';
import { type Add, perform, voice } from './supervisor/supervisor.ts';

const PATIENCE_MS = 120_000;
const POLL_MS = 100;
/** Young objects of a request die young; a larger nursery spares V8 from promoting them. */
const HOST = ['--max-semi-space-size=32', 'local/host/main.ts'];

/** Waits until a GET is answered with 2xx. Throws, with the last answer, when that takes too long. */
const untilAnswers = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<void> => {
  for (const deadline = performance.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) })
      .then(async (response) => (response.ok ? undefined : `${response.status} ${await response.text()}`))
      .catch((error: Error) => `${error.message} ${error.cause ?? ''}`);
    if (answer === undefined) return;
    if (performance.now() > deadline)
      throw new Error(`${url} does not answer as it should. The last answer: ${answer}`);
  }
};

/** Brings the whole system up; resolves when everything answers. `page` is where people look at the dashboard, when that is not the front door. */
export const bringUp = async (add: Add, page?: string) => {
  const { env } = process;
  const ports = readPorts(DEFAULT_PORTS, env);
  const folder = localFolder(env);
  const layout = layoutOf(folder);
  const web = `http://127.0.0.1:${ports.WEB_PORT}`;
  const api = `http://127.0.0.1:${ports.FUNCTIONS_PORT}`;

  await requireFree(ports);
  lockFolder(layout.lock);
  // Scripts take the file for a sign that everything answers; one may be left of a run that was killed.
  const disclaim = () => rmSync(layout.demo, { force: true });
  disclaim();
  process.once('exit', disclaim);
  await Promise.all([buildAll(voice('start', 'gray')), writeSite(layout.www)]);

  const { frontDoorProof, demoKeys } = await provideSecrets(layout.secrets);
  const own = { LOCAL_DIR: folder, NODE_COMPILE_CACHE: layout.compiled };
  const cloud = add('cloud', ['local/cloud.ts'], { env: own });
  const known = (await cloud.ready) as Readonly<Record<string, string>>;
  // A real service takes the place of a stand-in by an environment variable.
  const settings = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, env[name] ?? value]));
  const hostEnv = { ...settings, HOST_STATE_DIR: layout.host, FRONT_DOOR_PROOF: frontDoorProof };
  const host = add('host', [...HOST, '--app', ROOT, '--port', String(ports.FUNCTIONS_PORT)], { env: hostEnv });
  add('web', ['local/web-main.ts'], { env: own });

  const tenants = await seedTenants(settings, demoKeys, true);
  for (const url of [`${web}/api/v1/health`, `${web}/`]) await untilAnswers(url);
  for (const { apiKey } of tenants) await untilAnswers(`${api}/api/v1/vehicles?limit=1`, { 'x-api-key': apiKey });
  const demo: Demo = { web, api, tenants };
  await writeJson(layout.demo, demo);
  if (env.SIMULATOR !== 'off') add('simulator', ['tests/load/simulator/main.ts'], { env: own });
  console.log(banner(demo, folder, page ?? web));
  return { cloud, host };
};

if (isProgram(import.meta.filename)) void perform((add) => bringUp(add));
