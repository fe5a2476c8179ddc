import { watch } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
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
const settled = (react: () => Promise<void>) => {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(react, SETTLE_MS);
  };
};

/**
 * Builds the app now and whenever its source changes, and lets the host begin again with it. Resolves after the first build
 * that succeeds.
 */
const keepBuilt = async (troupe: Troupe) => {
  const built = Promise.withResolvers<void>();
  const hostRestart: Plugin = {
    name: 'host-restart',
    setup: (build) =>
      build.onEnd(async ({ errors, outputFiles = [] }) => {
        if (errors.length > 0 || troupe.stopping) return;
        // esbuild itself would remove what it wrote before when a build fails, and the host could not start again.
        for (const { path, contents } of outputFiles) await writeFile(path, contents);
        built.resolve();
        const host = troupe.find('host');
        if (!host) return;
        print('rebuilt the app; restarting the host');
        await host.restart();
      }),
  };
  await mkdir(join(ROOT, 'dist', 'functions'), { recursive: true });
  const bundle = await context({ ...appBundle, write: false, plugins: [hostRestart] });
  await bundle.watch();
  await built.promise;
};

/** The stand-ins read the containers, queues and topics when they start. */
const keepCreated = (troupe: Troupe) => {
  const restart = async () => {
    if (troupe.stopping) return;
    print('infra/ has changed; restarting cloud and host');
    await troupe.find('cloud')?.restart();
    await troupe.find('host')?.restart();
  };
  watch(join(ROOT, 'infra'), settled(restart));
};

await perform(ROOT, async (troupe) => {
  const ports = readPorts(DEV_PORTS, process.env);
  await requireFree({ DEV_PORT: ports.DEV_PORT });
  await bringUp(troupe, {
    page: `http://127.0.0.1:${ports.DEV_PORT}`,
    buildApp: () => keepBuilt(troupe),
    alsoStart: () => troupe.add('ui', { command: ['local/ui-main.ts'] }).ready,
  });
  keepCreated(troupe);
});
