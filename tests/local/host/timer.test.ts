import type { Timer } from '@azure/functions';
import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered, differs } from '../conformance.ts';
import { appDir, cleanUp, eventually, seenBy, start } from './support.ts';

let host: SpawnedHost;

beforeAll(async () => {
  host = await start(appDir('timers'));
});
afterAll(cleanUp);

const runs = (name: string, count: number) =>
  eventually(async () => {
    const records = await seenBy<Timer>(host, name);
    expect(records.length).toBeGreaterThanOrEqual(count);
    return records;
  });

describe(covered('Timer trigger: runOnStartup, retry'), () => {
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

  it('tries again as its retry says', async () => {
    await eventually(async () => expect(await seenBy(host, 'failing')).toEqual([0, 1, 2]));
  });
});

it(
  differs('Timer trigger', 'no monitor: a run that was missed while the host was down is not made up for'),
  async () => {
    await runs('everySecond', 1);
    await host.kill('SIGKILL');
    host = await start(appDir('timers'));
    await runs('everySecond', 1);
    expect(await seenBy(host, 'nightly')).toEqual([]);
  },
);
