import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Timer } from '@azure/functions';
import type { SpawnedHost } from '../../../local/host/spawn.ts';
import { covered } from '../conformance.ts';
import { appDir, cleanUp, eventually, seenBy, start, temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
const statusFile = (name: string) => join(stateDir, 'timers', `${name}.json`);
const yesterday = new Date(Date.now() - 86_400_000).toISOString();
let host: SpawnedHost;

beforeAll(async () => {
  mkdirSync(join(stateDir, 'timers'));
  const missed = { Last: yesterday, Next: new Date(Date.now() - 3_600_000).toISOString(), LastUpdated: yesterday };
  writeFileSync(statusFile('nightly'), JSON.stringify(missed));
  host = await start(appDir('timers'), { env: { HOST_STATE_DIR: stateDir } });
});
afterAll(cleanUp);

const runs = (name: string, count: number) =>
  eventually(async () => {
    const records = await seenBy<Timer>(host, name);
    expect(records.length).toBeGreaterThanOrEqual(count);
    return records;
  });

describe(covered('Timer trigger: monitor and past due, runOnStartup, retry'), () => {
  it('runs on the second, and tells what Azure tells', async () => {
    const [, second] = await runs('everySecond', 2);
    expect(second?.isPastDue).toBe(false);
    expect(second?.schedule).toEqual({ adjustForDST: true });
    const { last = '', next = '' } = second?.scheduleStatus ?? {};
    expect(Date.parse(next) % 1_000).toBe(0);
    expect(Date.parse(next)).toBeGreaterThan(Date.parse(last));
  });

  it('never overlaps with itself, however long a run takes', async () => {
    await runs('overlapping', 3);
    expect(new Set(await seenBy(host, 'overlapping'))).toEqual(new Set([1]));
  });

  it('runs at the start when it is told to', async () => {
    const [first] = await runs('atStart', 1);
    expect(first?.isPastDue).toBe(false);
  });

  it('makes up for a run that was missed, once, and remembers the next', async () => {
    const records = await runs('nightly', 1);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ isPastDue: true, scheduleStatus: { last: yesterday } });
    await eventually(() => {
      const { Next: next } = JSON.parse(readFileSync(statusFile('nightly'), 'utf8'));
      expect(Date.parse(next)).toBeGreaterThan(Date.now());
    });
  });

  it('tries again as its retry says', async () => {
    await eventually(async () => expect(await seenBy(host, 'failing')).toEqual([0, 1, 2]));
  });

  it('does not run what was done before, after a restart', async () => {
    await runs('nightly', 1);
    await host.kill('SIGKILL');
    host = await start(appDir('timers'), { env: { HOST_STATE_DIR: stateDir } });
    await runs('everySecond', 1);
    expect(await seenBy(host, 'nightly')).toEqual([]);
  });
});
