import { watch } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createServer } from 'vite';
import { appBundle } from '../infra/tools/build.ts';
import { ROOT } from './demo/layout.ts';
import { DEV_PORTS, readPorts, requireFree } from './ports.ts';
import { bringUp } from './start.ts';
import { perform } from './supervisor/supervisor.ts';

const SETTLE_MS = 200;

/** Runs `react` when nothing has changed for a moment: an editor writes a file more than once. */
const onChange = (folders: readonly string[], react: () => void) => {
  let timer: NodeJS.Timeout | undefined;
  for (const folder of folders)
    watch(join(ROOT, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(react, SETTLE_MS);
    });
};

await perform(async (add) => {
  const { DEV_PORT: port, WEB_PORT } = readPorts(DEV_PORTS, process.env);
  await requireFree({ DEV_PORT: port });
  // Vite for the dashboard's source; whatever is not source comes from the front door.
  const elsewhere = ['/api', '/.auth', '/config.json', '/demo'];
  const proxy = Object.fromEntries(elsewhere.map((path) => [path, `http://127.0.0.1:${WEB_PORT}`]));
  const server = { host: '127.0.0.1', port, strictPort: true, proxy };
  await (await createServer({ root: join(ROOT, 'staticwebapp'), server })).listen();

  const { cloud, host } = await bringUp(add, `http://127.0.0.1:${port}`);
  // A build that fails says why, and leaves what there was; the host goes on with it.
  onChange(['functions', 'shared', 'infra'], () => void build(appBundle).then(host.restart, () => undefined));
  // The stand-ins read the containers, queues and topics when they start.
  onChange(['infra'], cloud.restart);
});
