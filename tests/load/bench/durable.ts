import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnHost } from '../spawn-host.ts';

const APP = join(import.meta.dirname, '../../local/durable/app');
const CONNECTIONS = 32;

/** Starts orchestrations of four activities each, and resolves when the last one has ended. */
const runMany = async (api: string, prefix: string, count: number): Promise<void> => {
  let started = 0;
  const startSome = async () => {
    while (started < count) {
      started += 1;
      const { ok, status } = await fetch(`${api}/orchestrators/sequence/${prefix}-${started}`, { method: 'POST' });
      if (!ok) throw new Error(`Starting an orchestration was answered with ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, startSome));
  const unfinished = `${api}/instances?runtimeStatus=Pending,Running&top=1`;
  while ((await (await fetch(unfinished)).text()) !== '[]') await sleep(10);
  const completed = await fetch(`${api}/instances?runtimeStatus=Completed&instanceIdPrefix=${prefix}-&top=${count}`);
  const rows: unknown = await completed.json();
  if (!Array.isArray(rows) || rows.length !== count) throw new Error('Not every orchestration has come to its end.');
};

/** Orchestrations of four activities per second, through the SDK, on disk, in one host that is warm. */
export const measureDurable = async (count: number): Promise<number> => {
  const stateDir = await mkdtemp(join(tmpdir(), 'wayfleet-bench-durable-'));
  const host = await spawnHost({ appDir: APP, env: { HOST_STATE_DIR: stateDir } });
  try {
    const api = `${host.url}/runtime/webhooks/durabletask`;
    await runMany(api, 'warm', count / 2);
    const startedAt = performance.now();
    await runMany(api, 'measured', count);
    return Math.round((count / (performance.now() - startedAt)) * 1000);
  } finally {
    await host.stop();
    await rm(stateDir, { recursive: true, force: true });
  }
};
