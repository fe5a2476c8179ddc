import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnHost } from '../spawn-host.ts';

const RUNS = 5;

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds from the start of the process to its first answered request. */
const once = async (settings: Readonly<Record<string, string>>, stateDir: string): Promise<number> => {
  const before = performance.now();
  const appDir = join(import.meta.dirname, '../../..');
  const host = await spawnHost({ appDir, env: { ...settings, HOST_STATE_DIR: stateDir }, until: 'http' });
  // No session, so the answer is a refusal; it comes from the app, through the whole pipeline.
  const { status } = await fetch(`${host.url}/api/v1/me`);
  const taken = performance.now() - before;
  await host.kill('SIGKILL');
  if (status !== 401) throw new Error(`The first request was answered with ${status}.`);
  return taken;
};

export interface ColdStartResult {
  /** Nothing of it has ever been compiled on this machine. */
  readonly firstEver: number;
  /** Median of later starts, with V8's code cache on disk. */
  readonly later: number;
}

export const measureColdStart = async (settings: Readonly<Record<string, string>>): Promise<ColdStartResult> => {
  const dir = await mkdtemp(join(tmpdir(), 'wayfleet-cold-'));
  try {
    const firstEver = await once(settings, dir);
    // The cache is written when a process ends in an orderly way.
    const warm = await spawnHost({
      appDir: join(import.meta.dirname, '../../..'),
      env: { ...settings, HOST_STATE_DIR: dir },
    });
    await warm.stop();
    const later: number[] = [];
    for (let run = 0; run < RUNS; run += 1) later.push(await once(settings, dir));
    return { firstEver: Math.round(firstEver), later: Math.round(median(later)) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};
