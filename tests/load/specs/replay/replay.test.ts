import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { API_KEY, type FakeApi, startFakeApi } from '../../../local/seed/fake-api.ts';

const MAIN = resolve(import.meta.dirname, '../../replay/main.ts');

describe('npm run replay', () => {
  let api: FakeApi;
  let folder: string;

  beforeEach(async () => {
    api = await startFakeApi();
    folder = await mkdtemp(join(tmpdir(), 'replay-'));
    const tenant = (number: number) => ({
      id: `ten_${number}`,
      name: `Tenant ${number}`,
      apiKey: API_KEY,
      users: [],
      devices: [1, 2, 3].map((device) => ({
        vehicleId: `veh_${number}${device}`,
        deviceId: `dev_${number}${device}`,
        key: `key ${number}/${device}`,
      })),
    });
    const demo = { web: api.url, api: api.url, tenants: [tenant(1), tenant(2)] };
    for (const { devices } of demo.tenants)
      for (const { deviceId, vehicleId, key } of devices) api.devices.set(deviceId, { id: deviceId, vehicleId, key });
    await file('demo.json', JSON.stringify(demo));
  });
  afterEach(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  const file = async (name: string, content: string) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const csv = (rows: readonly (readonly [id: string, second: number])[]) =>
    [
      'vehicle_id,time,lat,lon',
      ...rows.map(
        ([id, second]) =>
          `${id},${new Date(1_700_000_000_000 + second * 1000).toISOString()},${50 + second / 10_000},6`,
      ),
    ].join('\n');
  const rowsOf = (id: string, length: number) => Array.from({ length }, (_, second) => [id, second] as const);
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { ...process.env, LOCAL_DIR: folder, NODE_OPTIONS: '' },
    });
    const exit = new Promise<number | null>((done) => child.once('exit', done));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
    return { out, err, code };
  };

  test('plays a track on the first device of the first tenant, ending now', async () => {
    const path = await file('ride.csv', csv(rowsOf('bus', 20)));
    const began = Date.now();
    const { out, code } = await run(path, '--speed', '0');

    expect(code).toBe(0);
    expect(out).toContain('20 fixes of 1 vehicle.');
    expect(out).toContain('Speed or heading worked out for 19 of them.');
    expect(out).toContain('20 of 20 fixes sent, 0 rejected');
    expect(out).toMatch(/Sent 20 of 20 fixes in [\d.]+ s: 20 accepted, 0 rejected\./);
    expect(new Set(api.fixes.map(({ deviceId }) => deviceId))).toEqual(new Set(['dev_11']));
    const stamps = api.fixes.map(({ at }) => Date.parse(at));
    expect(stamps).toEqual(stamps.map((_, index) => (stamps[0] ?? 0) + index * 1000));
    expect(stamps.at(-1)).toBeGreaterThanOrEqual(Math.floor(began / 1000) * 1000);
    expect(stamps.at(-1)).toBeLessThanOrEqual(Date.now());
  });

  test('gives each vehicle a device, the longest track the free one, and says who stays out', async () => {
    const rows = [...rowsOf('a', 2), ...rowsOf('b', 5), ...rowsOf('c', 3), ...rowsOf('d', 1)];
    const { out, code } = await run(await file('fleet.csv', csv(rows)), '--speed', '0', '--batch', '--tenant', '2');

    expect(code).toBe(0);
    expect(out).toContain('There are not enough devices: 1 vehicle stays out, choose with --vehicle.');
    expect(out).toContain('Only the first device is free');
    const counts = [...Map.groupBy(api.fixes, ({ deviceId }) => deviceId)].map(([device, fixes]) => [
      device,
      fixes.length,
    ]);
    expect(counts.sort()).toEqual([
      ['dev_21', 5],
      ['dev_22', 3],
      ['dev_23', 2],
    ]);
    expect(api.requests).toEqual(['POST /ingest/batch']);
  });

  test('plays one chosen vehicle on one chosen device at its recorded times', async () => {
    const path = await file('fleet.csv', csv([...rowsOf('a', 2), ...rowsOf('b', 5)]));
    const { code } = await run(path, '--vehicle', 'a', '--device', 'veh_13', '--from', 'recorded', '--speed', '0');

    expect(code).toBe(0);
    expect(api.fixes.map(({ deviceId, at }) => [deviceId, at])).toEqual([
      ['dev_13', '2023-11-14T22:13:20.000Z'],
      ['dev_13', '2023-11-14T22:13:21.000Z'],
    ]);
  });

  test('keeps the pace it is told', async () => {
    const path = await file(
      'ride.csv',
      csv([
        ['bus', 0],
        ['bus', 30],
      ]),
    );
    const started = Date.now();
    expect((await run(path, '--speed', '60')).code).toBe(0);
    expect(Date.now() - started).toBeGreaterThanOrEqual(500);
    expect(Date.parse(api.fixes[1]?.at ?? '') - Date.parse(api.fixes[0]?.at ?? '')).toBe(30_000);
  });

  test.each([[['--batch']], [[]]])('loses nothing and changes no time while the host restarts %j', async (options) => {
    let hits = 0;
    api.interfere = () => {
      hits++;
      if (hits === 2) return 'hang up';
      if (hits === 3) return 503;
      return hits === 4 ? 429 : undefined;
    };
    const path = await file('ride.csv', csv(rowsOf('bus', options.length > 0 ? 700 : 10)));
    const { out, code } = await run(path, '--speed', '0', ...options);

    expect(code).toBe(0);
    expect(out).toContain('asking again in 0.1 s');
    const stamps = api.fixes.map(({ at }) => at);
    expect(stamps).toEqual([...new Set(stamps)].sort());
    expect(stamps).toHaveLength(options.length > 0 ? 700 : 10);
  });

  test.each([[['--batch']], [[]]])('counts what is rejected, says why and fails %j', async (options) => {
    api.judge = ({ lat }) => (lat === 50.0003 ? 'ingest/too-old' : undefined);
    const { out, code } = await run(await file('ride.csv', csv(rowsOf('bus', 6))), '--speed', '0', ...options);

    expect(code).toBe(1);
    expect(out).toMatch(/5 accepted, 1 rejected\.\n {2}1: .*ingest\/too-old/);
    expect(api.fixes).toHaveLength(5);
  });

  test('counts a batch that is refused as a whole', async () => {
    api.judge = () => 'ingest/too-old';
    const { out, code } = await run(await file('ride.csv', csv(rowsOf('bus', 6))), '--speed', '0', '--batch');
    expect(code).toBe(1);
    expect(out).toContain('0 accepted, 6 rejected.\n  6: status 400, ingest/none-good');
  });

  test('stops when the key is refused', async () => {
    const { out, code } = await run(await file('ride.csv', csv(rowsOf('bus', 6))), '--speed', '0', '--device', 'stale');
    expect(code).toBe(1);
    expect(out).toContain('The device key is refused: status 401, ingest/unknown-device');
    expect(out).toContain('Sent 0 of 6 fixes');
  });

  test('says what is wrong with the command line', async () => {
    const path = await file('fleet.csv', csv([...rowsOf('a', 2), ...rowsOf('b', 5)]));
    const complaints = async (...args: string[]) => {
      const { err, code } = await run(...args);
      expect(code).toBe(1);
      return err.trim();
    };
    const answers = await Promise.all([
      complaints(),
      complaints(path, '--speed', 'fast'),
      complaints(path, '--tenant', '3'),
      complaints(path, '--device', 'dev_11'),
      complaints(path, '--vehicle', 'z'),
      complaints(path, '--device', 'elsewhere', '--vehicle', 'a', '--batch'),
      complaints(path, '--form', 'now'),
    ]);
    expect(answers).toEqual([
      'Name a file to replay, or ask for --help.',
      "--speed takes a number from 0, not 'fast'.",
      'There is no tenant 3. There are: 1 (Tenant 1), 2 (Tenant 2).',
      `${path} has 2 vehicles for one device. Choose one with --vehicle: a, b.`,
      "Vehicle 'z' is not in the recording. There are: a, b.",
      "--batch names devices by id, and 'elsewhere' is no device of Tenant 1.",
      expect.stringContaining("Unknown option '--form'"),
    ]);
  });

  test('says how to start the demo when it is not there, and explains itself', async () => {
    const path = await file('ride.csv', csv(rowsOf('bus', 2)));
    await rm(join(folder, 'demo.json'));
    expect((await run(path)).err).toContain('demo.json is not there. Start the demo with npm start');
    await file('demo.json', '{}');
    expect((await run(path)).err).toContain('demo.json cannot be used');
    const help = await run('--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('npm run replay -- <file...> [options]');
  });
});
