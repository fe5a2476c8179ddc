import { rmSync } from 'node:fs';
import { buildApp, buildDashboard } from './builds.ts';
import { banner } from './demo/banner.ts';
import { writeDemo } from './demo/demo-file.ts';
import { layoutOf, localFolder, ROOT } from './demo/layout.ts';
import { lockFolder } from './demo/lock.ts';
import { provideSecrets } from './demo/secrets.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { appSettings, type Settings } from './demo/settings.ts';
import { writeSite } from './demo/site.ts';
import { untilAnswers } from './demo/until-answers.ts';
import { DEFAULT_PORTS, readPorts, requireFree } from './ports.ts';
import { isProgram } from './shared/is-program.ts';
import { voice } from './supervisor/console.ts';
import { perform } from './supervisor/perform.ts';
import type { Troupe } from './supervisor/troupe.ts';

export interface StartOptions {
  /** Where people look at the dashboard, when that is not the front door. */
  readonly page?: string;
  /** Builds the app, in another way than once and when its source has changed. */
  buildApp?(): Promise<void>;
  /** Starts what else there is to start, once everything answers. */
  alsoStart?(): Promise<unknown>;
}

const PATIENCE_MS = 120_000;
/** Young objects of a request die young; a larger nursery spares V8 from promoting them. */
const HOST_FLAGS = ['--max-semi-space-size=32'];

const print = voice('start', 'gray');

/** Brings the whole system up, from the bottom to the top. Resolves when everything answers. */
export const bringUp = async (troupe: Troupe, options: StartOptions = {}): Promise<void> => {
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
  await Promise.all([options.buildApp?.() ?? buildApp(print), buildDashboard(print), writeSite(layout.www)]);

  const { frontDoorProof } = await provideSecrets(layout.secrets);
  const own = { LOCAL_DIR: folder, NODE_COMPILE_CACHE: layout.compiled };

  const cloud = troupe.add('cloud', { command: ['local/cloud-main.ts'], env: own });
  const settings = await appSettings(ROOT, (await cloud.ready) as Settings, env);
  troupe.add('host', {
    command: [...HOST_FLAGS, 'local/host/main.ts', '--app', ROOT, '--port', String(ports.FUNCTIONS_PORT)],
    env: { ...settings, HOST_STATE_DIR: layout.host, FRONT_DOOR_PROOF: frontDoorProof },
  });
  troupe.add('web', { command: ['local/web-main.ts'], env: own });
  await untilAnswers(`${web}/api/v1/health`, PATIENCE_MS);
  await untilAnswers(`${web}/`, PATIENCE_MS);

  const demo = await seedDemo({ settings, layout, web, api });
  await writeDemo(layout.demo, demo);
  if (env.SIMULATOR !== 'off') troupe.add('simulator', { command: ['tests/load/simulator/main.ts'], env: own });
  await options.alsoStart?.();
  console.log(banner(demo, folder, options.page));
};

if (isProgram(import.meta.filename)) void perform(ROOT, bringUp);
