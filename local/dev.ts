import { watch } from 'node:fs';
import { join } from 'node:path';
import { context, type Plugin } from 'esbuild';
import { appBundle } from './build.ts';
import { ROOT } from './demo/layout.ts';
import { DEV_PORTS, readPorts, requireFree } from './ports.ts';
import { bringUp } from './start.ts';
import { voice } from './supervisor/console.ts';
import { perform } from './supervisor/perform.ts';
import type { Troupe } from './supervisor/troupe.ts';

const SETTLE_MS = 200;

const print = voice('dev', 'gray');

/** Runs `react` when nothing has called it for a moment: an editor writes a file more than once. */
const settled = (react: () => void) => {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(react, SETTLE_MS);
  };
};

/** Rebuilds the app whenever its source changes, and lets the host begin again with it. */
const rebuildOnChange = async (troupe: Troupe) => {
  let first = true;
  const restartHost: Plugin = {
    name: 'restart-host',
    setup: (build) =>
      build.onEnd(async ({ errors }) => {
        if (!first && errors.length === 0 && !troupe.stopping) {
          print('rebuilt the app; restarting the host');
          await troupe.get('host').restart();
        }
        first = false;
      }),
  };
  const bundle = await context({ ...appBundle, plugins: [restartHost] });
  await bundle.watch();
};

/** The stand-ins read the containers, queues and topics when they start. */
const recreateOnChange = (troupe: Troupe) => {
  const restart = settled(() => {
    if (troupe.stopping) return;
    print('infra/ has changed; restarting cloud and host');
    void troupe
      .get('cloud')
      .restart()
      .then(() => troupe.get('host').restart());
  });
  watch(join(ROOT, 'infra'), restart);
};

await perform(ROOT, async (troupe) => {
  const ports = readPorts(DEV_PORTS, process.env);
  await requireFree({ DEV_PORT: ports.DEV_PORT });
  await bringUp(troupe, {
    page: `http://127.0.0.1:${ports.DEV_PORT}`,
    beforeBanner: () => troupe.add('ui', { command: ['local/ui-main.ts'] }).ready,
  });
  await rebuildOnChange(troupe);
  recreateOnChange(troupe);
});
