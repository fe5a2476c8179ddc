import { manualClock } from '../../../../local/shared/clock.ts';
import { API_KEY, type FakeApi, type ReceivedFix, startFakeApi } from '../../../local/seed/fake-api.ts';
import { type Simulator, startSimulator } from '../../simulator/main.ts';

const NOON = Date.UTC(2026, 5, 10, 12);

const devicesOf = (size: number) =>
  Array.from({ length: size }, (_, index) => ({ vehicleId: `veh_${index}`, deviceId: `dev_${index}`, key: 'unused' }));

const until = async (holds: () => boolean) => {
  const deadline = Date.now() + 45_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('It never happened.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('the simulator', () => {
  let api: FakeApi;
  let simulators: Simulator[];
  let messages: string[];

  beforeEach(async () => {
    api = await startFakeApi();
    simulators = [];
    messages = [];
  });
  afterEach(async () => {
    await Promise.all(simulators.map((simulator) => simulator.stop()));
    await api.close();
  });

  const run = (clock: { now(): number }, options: { size?: number; apiKey?: string } = {}): Simulator => {
    const simulator = startSimulator({
      api: api.url,
      tenants: [{ apiKey: options.apiKey ?? API_KEY, devices: devicesOf(options.size ?? 12), region: 'baltic' }],
      intervalMs: 5,
      historyMs: 0,
      seed: 'test',
      log: (message) => messages.push(message),
      clock,
    });
    simulators.push(simulator);
    return simulator;
  };
  /** A clock that goes ten seconds further with every look at it. */
  const hurrying = (start = NOON) => {
    const clock = manualClock(start);
    return {
      now: () => {
        clock.advance(10_000);
        return clock.now();
      },
    };
  };
  const latest = (fixes: readonly ReceivedFix[]) => new Map(fixes.map((fix) => [fix.deviceId, fix]));
  const batches = () => api.requests.filter((request) => request === 'POST /ingest/batch').length;

  test('shows every vehicle but the free one at once', async () => {
    run(manualClock(NOON));
    await until(() => api.fixes.length > 0);

    expect(api.fixes.map(({ deviceId }) => deviceId)).toEqual(
      devicesOf(12)
        .slice(1)
        .map(({ deviceId }) => deviceId),
    );
    expect(new Set(api.fixes.map(({ at }) => at))).toEqual(new Set(['2026-06-10T12:00:00.000Z']));
    expect(api.fixes.filter(({ speed = 0 }) => speed > 5).length).toBeGreaterThanOrEqual(4);
  });

  test('says nothing new while the clock stands still', async () => {
    let looks = 0;
    run({
      now: () => {
        looks++;
        return NOON;
      },
    });
    await until(() => looks > 5);
    expect(api.fixes).toHaveLength(11);
  });

  test('sends each device’s fixes in order, each instant once, moving ones on every tick', async () => {
    run(hurrying());
    await until(() => api.fixes.length > 400);

    for (const [, fixes] of Map.groupBy(api.fixes, ({ deviceId }) => deviceId)) {
      const instants = fixes.map(({ at }) => at);
      expect(instants).toEqual([...new Set(instants)].sort());
      fixes.slice(1).forEach((fix, index) => {
        const since = Date.parse(fix.at) - Date.parse(fixes[index]?.at ?? '');
        expect(since).toBeLessThanOrEqual((fix.speed ?? 0) > 0 && (fixes[index]?.speed ?? 0) > 0 ? 10_000 : 40_000);
      });
    }
  });

  test('keeps driving while the API is away and catches up in order when it is back', async () => {
    let away = false;
    api.interfere = () => (away ? 'hang up' : undefined);
    run(hurrying());
    await until(() => api.fixes.length > 50);
    away = true;
    const before = api.fixes.length;
    await until(() => messages.some((message) => message.includes('keeping fixes')));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(api.fixes).toHaveLength(before);
    away = false;
    await until(() => api.fixes.length > before + 300);

    for (const [, fixes] of Map.groupBy(api.fixes, ({ deviceId }) => deviceId)) {
      const instants = fixes.map(({ at }) => Date.parse(at));
      instants.slice(1).forEach((at, index) => {
        expect(at - (instants[index] ?? 0)).toBeLessThanOrEqual(40_000);
        expect(at).toBeGreaterThan(instants[index] ?? 0);
      });
    }
    expect(messages.filter((message) => message.includes('keeping fixes'))).toHaveLength(1);
    expect(messages).toContain('The API is back.');
  });

  test('waits for an API that is not there yet', async () => {
    let refusals = 0;
    api.interfere = () => (refusals++ < 2 ? 503 : undefined);
    run(manualClock(NOON));
    await until(() => api.fixes.length === 11);
  });

  test('never has two requests of a tenant under way', async () => {
    let open = 0;
    let most = 0;
    api.interfere = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 10));
      open--;
      return undefined;
    };
    run(hurrying());
    await until(() => batches() > 15);
    expect(most).toBe(1);
  });

  test('continues after a restart where the fleet would have been, odometers included', async () => {
    for (const [index, { vehicleId }] of devicesOf(12).entries())
      api.vehicles.set(vehicleId, {
        id: vehicleId,
        name: vehicleId,
        kind: index % 2 === 0 ? 'truck' : 'van',
        status: 'active',
      });

    const first = run(manualClock(NOON));
    await until(() => api.fixes.length === 11);
    await first.stop();
    for (const { deviceId, at, attributes } of api.fixes)
      api.positions.push({ vehicleId: deviceId.replace('dev', 'veh'), at, ...(attributes ? { attributes } : {}) });
    const before = latest(api.fixes);
    api.fixes.length = 0;

    run(manualClock(NOON + 60_000));
    await until(() => api.fixes.length === 11);
    for (const fix of api.fixes) {
      const driven = Number(fix.attributes?.odometer) - Number(before.get(fix.deviceId)?.attributes?.odometer);
      const crow = metres(fix, before.get(fix.deviceId) ?? fix);
      expect(driven).toBeGreaterThanOrEqual(crow - 20);
      expect(driven).toBeLessThan(60 * 34);
    }
  });

  test('does not start the odometer anew after days of rest', async () => {
    api.vehicles.set('veh_1', { id: 'veh_1', name: 'Van 02', kind: 'van', status: 'active' });
    api.positions.push({ vehicleId: 'veh_1', at: '2026-05-01T00:00:00.000Z', attributes: { odometer: 1_000_000 } });
    run(manualClock(NOON), { size: 2 });
    await until(() => api.fixes.length === 1);

    expect(Number(api.fixes[0]?.attributes?.odometer)).toBeGreaterThanOrEqual(1_000_000);
    expect(Number(api.fixes[0]?.attributes?.odometer)).toBeLessThan(2_500_000);
  });

  test('says which fixes are rejected and goes on', async () => {
    api.judge = ({ deviceId }) => (deviceId === 'dev_3' ? 'telemetry/unknown-device' : undefined);
    run(hurrying());
    await until(() => api.fixes.length > 30);
    expect(messages).toContainEqual('1 fixes were rejected: telemetry/unknown-device');
  });

  test('says so and stops when the API key is refused', async () => {
    run(manualClock(NOON), { apiKey: 'wrong' });
    await until(() => messages.length > 0);
    expect(messages).toEqual([
      'The baltic fleet stopped: Could not read what the fleet did last: status 401, access/unknown-key: Refused: access/unknown-key',
    ]);
  });

  test('stops at once, twice if need be, even while the API is away', async () => {
    const simulator = run(hurrying());
    await until(() => api.fixes.length > 0);
    api.interfere = () => 'hang up';
    await until(() => messages.some((message) => message.includes('keeping fixes')));
    await simulator.stop();
    await simulator.stop();
    const { length } = api.requests;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(api.requests).toHaveLength(length);
  });
});

const metres = (a: { lat: number; lon: number }, b: { lat: number; lon: number }) =>
  Math.hypot((a.lat - b.lat) * 111_195, (a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180));
