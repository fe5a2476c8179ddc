import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered } from '../conformance.ts';
import { cleanUp, eventually, start, temporaryDirectory } from '../host/support.ts';
import { appDir, managementClient } from './support.ts';

const ORCHESTRATIONS = 20;
const ACTIVITIES = 6;
const CRASHES = 4;

afterAll(cleanUp);

const statuses = async (host: SpawnedHost): Promise<Record<string, { runtimeStatus: string; output: unknown }>> => {
  const { body } = await managementClient(host.url)('GET', 'instances');
  return Object.fromEntries(body.map((row: { instanceId: string }) => [row.instanceId, row]));
};

describe(covered('a host that is killed'), () => {
  it('loses no orchestration, runs every activity at least once, and comes to the end', async () => {
    const record = join(temporaryDirectory(), 'record');
    const env = { HOST_STATE_DIR: temporaryDirectory(), RECORD_FILE: record };
    const lines = () => (existsSync(record) ? readFileSync(record, 'utf8').trimEnd().split('\n') : []);
    const ids = Array.from({ length: ORCHESTRATIONS }, (_, index) => `long-${index}`);

    let host = await start(appDir, { env });
    const answers = await Promise.all(ids.map((id) => managementClient(host.url)('POST', `orchestrators/long/${id}`)));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    for (let crash = 1; crash <= CRASHES; crash += 1) {
      // Somewhere in the middle of things: the runs of the activities are what moves on.
      const enough = (crash * ORCHESTRATIONS * ACTIVITIES) / (CRASHES + 2);
      await eventually(() => expect(lines().length).toBeGreaterThanOrEqual(enough));
      await host.kill('SIGKILL');
      host = await start(appDir, { env });
    }

    await eventually(async () => {
      const found = await statuses(host);
      for (const id of ids) expect(found[id]).toMatchObject({ runtimeStatus: 'Completed', output: [0, 1, 2, 3, 4, 5] });
    }, 10_000);
    const runs = new Set(lines());
    expect(runs.size).toBe(ORCHESTRATIONS * ACTIVITIES);
  }, 40_000);

  it('that is stopped lets activities end and keeps what they have come to', async () => {
    const record = join(temporaryDirectory(), 'record');
    const env = { HOST_STATE_DIR: temporaryDirectory(), RECORD_FILE: record };
    const host = await start(appDir, { env });
    await managementClient(host.url)('POST', 'orchestrators/long/only');
    await eventually(() => expect(existsSync(record)).toBe(true));
    await host.stop();
    const again = await start(appDir, { env });
    await eventually(async () => expect((await statuses(again)).only?.runtimeStatus).toBe('Completed'));
    const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
    expect(lines).toEqual(Array.from({ length: ACTIVITIES }, (_, n) => `only ${n}`));
  });
});
