import { watch } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createServer } from 'vite';
import { appBundle } from './build.ts';
import { ROOT } from './demo/layout.ts';
import { DEV_PORTS, readPorts, requireFree } from './ports.ts';
import { bringUp } from './start.ts';
import { voice } from './supervisor/node-process.ts';
import { perform } from './supervisor/perform.ts';

const SETTLE_MS = 200;

const print = voice('dev', 'gray');

/** Runs `react` when nothing has changed for a moment: an editor writes a file more than once. */
const onChange = (folders: readonly string[], react: () => Promise<void>) => {
  let timer: NodeJS.Timeout | undefined;
  for (const folder of folders)
    watch(join(ROOT, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void react(), SETTLE_MS);
    });
};

/** Vite for the dashboard's source; whatever is not source comes from the front door. */
const serveDashboard = async (port: number, frontDoor: string) => {
  const paths = ['/api', '/.auth', '/config.json', '/demo'];
  const proxy = Object.fromEntries(paths.map((path) => [path, frontDoor]));
  const server = { host: '127.0.0.1', port, strictPort: true, proxy };
  await (await createServer({ root: join(ROOT, 'staticwebapp'), server })).listen();
};

await perform(async (troupe) => {
  const { DEV_PORT, WEB_PORT } = readPorts(DEV_PORTS, process.env);
  await requireFree({ DEV_PORT });
  await serveDashboard(DEV_PORT, `http://127.0.0.1:${WEB_PORT}`);
  const { cloud, host } = await bringUp(troupe, `http://127.0.0.1:${DEV_PORT}`);
  onChange(['functions', 'shared', 'infra'], async () => {
    // esbuild says what is wrong, and leaves what it wrote before as it is.
    if (
      await build(appBundle).then(
        () => false,
        () => true,
      )
    )
      return;
    print('rebuilt the app; restarting the host');
    host.restart();
  });
  // The stand-ins read the containers, queues and topics when they start.
  onChange(['infra'], async () => cloud.restart());
});
