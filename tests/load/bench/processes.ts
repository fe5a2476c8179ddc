import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestCounts } from '../../../local/cosmos/request-counts.ts';

const CLOCK_TICKS_PER_SECOND = 100;

/** User and system time of a process from `/proc` (proc(5), fields 14 and 15), microseconds. */
export const cpuOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND) * 1e6;
};

/** Memory that a process has now, and the most that it has had; MiB, from `/proc` (proc(5), VmRSS and VmHWM). */
export const memoryOf = async (pid: number): Promise<{ readonly now: number; readonly most: number }> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return { now: mebibytes('VmRSS'), most: mebibytes('VmHWM') };
};

/** Everything the app uses of Azure, in a process of its own. */
export interface CloudProcess {
  /** The app settings that point at it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly pid: number;
  readonly process: ChildProcess;
  /** What the Cosmos stand-in has counted since the last call. */
  cosmosSinceLast(): Promise<RequestCounts>;
  stop(): Promise<void>;
}

/** @param program one that starts it; its first message are the settings */
export const startCloudProcess = async (
  program = join(import.meta.dirname, 'cloud-process.ts'),
): Promise<CloudProcess> => {
  const cloud = fork(program);
  const [settings] = (await once(cloud, 'message')) as [Record<string, string>];
  const account = /AccountEndpoint=([^;]+)/.exec(settings.COSMOS ?? '')?.[1] ?? '';
  return {
    settings,
    pid: cloud.pid ?? 0,
    process: cloud,
    async cosmosSinceLast() {
      const counts = (await (await fetch(new URL('_local/requests', account))).json()) as RequestCounts;
      await fetch(new URL('_local/requests/reset', account), { method: 'POST' });
      return counts;
    },
    async stop() {
      cloud.disconnect();
      await once(cloud, 'exit');
    },
  };
};
