import { type Clock, manualClock } from '../../../../local/shared/clock.ts';
import { API_KEY, type FakeApi, type ReceivedFix, startFakeApi } from '../../../local/seed/fake-api.ts';
import { type Simulator, startSimulator } from '../../simulator/main.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 5, 10, 12);
const FLEET = 5;
const SHORT = 2 * HOUR;

describe('filling in what is missing', () => {
  let api: FakeApi;
  let running: Simulator[];
  let messages: string[];

  beforeEach(async () => {
    api = await startFakeApi();
    running = [];
    messages = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((simulator) => simulator.stop()));
    await api.close();
  });

  const start = (clock: Clock, historyMs?: number): Simulator => {
    const devices = Array.from({ length: FLEET + 1 }, (_, index) => ({
      vehicleId: `veh_${index}`,
      deviceId: `dev_${index}`,
    }));
    const simulator = startSimulator({
      api: api.url,
      tenants: [{ apiKey: API_KEY, devices, region: 'baltic' }],
      seed: 'test',
      ...(historyMs === undefined ? {} : { historyMs }),
      log: (message) => messages.push(message),
      clock,
      intervalMs: 5,
    });
    running.push(simulator);
    return simulator;
  };
  const filled = () => messages.find((message) => message.startsWith('Filled in'));
  const until = async (holds: () => unknown) => {
    const deadline = Date.now() + 45_000;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error(`It never happened. ${messages.join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  /** Starts the simulator, waits until it has filled in and stops it; gives what it sent. */
  const fill = async (now: number, historyMs?: number): Promise<ReceivedFix[]> => {
    messages.length = 0;
    api.fixes.length = 0;
    const simulator = start(manualClock(now), historyMs);
    await until(filled);
    await simulator.stop();
    return [...api.fixes];
  };
  /** The API knows these fixes: of each vehicle the latest. */
  const remember = (fixes: readonly ReceivedFix[]) => {
    const latest = new Map(fixes.map((fix) => [fix.deviceId, fix]));
    for (const { deviceId, at, attributes = {} } of latest.values()) {
      const vehicleId = deviceId.replace('dev', 'veh');
      api.vehicles.set(vehicleId, { id: vehicleId, name: vehicleId, kind: 'van', status: 'active' });
      api.positions.push({ vehicleId, at, attributes });
    }
  };
  const times = (fixes: readonly ReceivedFix[]) => fixes.map(({ at }) => Date.parse(at));
  const tracks = (fixes: readonly ReceivedFix[]) => [...Map.groupBy(fixes, ({ deviceId }) => deviceId).values()];
  const moments = (fixes: readonly ReceivedFix[]) => fixes.map(({ deviceId, at }) => `${deviceId} ${at}`).sort();

  test('gives a new fleet the tracks of the last eight hours, oldest first, and says so once', async () => {
    const fixes = await fill(NOON);

    expect(tracks(fixes)).toHaveLength(FLEET);
    for (const track of tracks(fixes)) {
      const at = times(track);
      expect(at[0]).toBeGreaterThan(NOON - 8 * HOUR);
      expect(at[0]).toBeLessThanOrEqual(NOON - 8 * HOUR + MINUTE);
      expect(at.at(-1)).toBe(NOON);
      expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
      at.slice(1).forEach((time, index) => {
        expect(time - (at[index] ?? 0)).toBeLessThanOrEqual(MINUTE);
      });
    }
    expect(fixes.filter(({ speed = 0 }) => speed > 1).length / fixes.length).toBeGreaterThan(0.8);
    expect(messages).toEqual([
      'Driving 5 vehicles of the baltic fleet.',
      expect.stringMatching(
        `^Filled in ${fixes.length} fixes of 5 vehicles since 2026-06-10T04:00:00\\.000Z, in [0-9.]+ s\\.$`,
      ),
    ]);
  });

  test('sends the same fixes again when nobody remembers the first time', async () => {
    const first = await fill(NOON, SHORT);
    const second = await fill(NOON, SHORT);
    const inOrder = (fixes: readonly ReceivedFix[]) =>
      new Map(tracks(fixes).map((track) => [track[0]?.deviceId, track]));
    expect(inOrder(second)).toEqual(inOrder(first));
  });

  test('fills the gap of an hour without going back, odometers included', async () => {
    const before = await fill(NOON, SHORT);
    remember(before);
    const gap = await fill(NOON + HOUR, SHORT);

    expect(Math.min(...times(gap))).toBeGreaterThan(NOON);
    for (const track of tracks([...before, ...gap])) {
      const at = times(track);
      at.slice(1).forEach((time, index) => {
        expect(time - (at[index] ?? 0)).toBeGreaterThan(0);
        expect(time - (at[index] ?? 0)).toBeLessThanOrEqual(MINUTE);
      });
      const odometers = track.map(({ attributes }) => Number(attributes?.odometer));
      odometers.slice(1).forEach((metres, index) => {
        const driven = metres - (odometers[index] ?? 0);
        expect(driven).toBeGreaterThanOrEqual(-1);
        expect(driven).toBeLessThanOrEqual(15 * 36);
      });
    }
    expect(filled()).toContain(' of 5 vehicles since 2026-06-10T12:00:00.000Z, in ');
  });

  test('reaches back eight hours at most after days of rest', async () => {
    remember([
      { deviceId: 'dev_1', at: '2026-06-01T00:00:00.000Z', lat: 55, lon: 10, attributes: { odometer: 5_000 } },
    ]);
    const fixes = await fill(NOON);
    expect(Math.min(...times(fixes))).toBeGreaterThan(NOON - 8 * HOUR);
    const odometer = fixes.find(({ deviceId }) => deviceId === 'dev_1')?.attributes?.odometer;
    expect(odometer).toBeGreaterThanOrEqual(5_000);
    expect(odometer).toBeLessThan(2_500_000);
  });

  test('goes on where it was stopped, and in the end nothing is missing', async () => {
    const whole = moments(await fill(NOON, SHORT));
    api.fixes.length = 0;
    let batches = 0;
    api.interfere = (request) => (request.startsWith('POST') && ++batches > 4 ? 'hang up' : undefined);
    const simulator = start(manualClock(NOON), SHORT);
    await until(() => messages.some((message) => message.includes('keeping fixes')));
    await simulator.stop();
    const half = [...api.fixes];
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(whole.length);

    api.interfere = () => undefined;
    remember(half);
    const rest = await fill(NOON, SHORT);
    // What was under way when it stopped may have arrived: then it arrives twice.
    expect(new Set(moments([...half, ...rest]))).toEqual(new Set(whole));
    expect(rest.length).toBeLessThan(whole.length);
  });

  test('never has a vehicle in two requests at once, nor more than four requests under way', async () => {
    let open = 0;
    let most = 0;
    api.interfere = async (request) => {
      if (!request.startsWith('POST')) return undefined;
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 4));
      open--;
      return undefined;
    };
    const fixes = await fill(NOON);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    for (const track of tracks(fixes)) expect(times(track)).toEqual(times(track).sort((a, b) => a - b));
  });

  test('goes live afterwards, where the tracks end', async () => {
    const clock = manualClock(NOON);
    start(clock, SHORT);
    await until(filled);
    const { length } = api.fixes;
    clock.advance(2_000);
    await until(() => api.fixes.length > length);

    expect(times(api.fixes.slice(length)).every((at) => at === NOON + 2_000)).toBe(true);
    for (const track of tracks(api.fixes)) expect(times(track)).toEqual(times(track).sort((a, b) => a - b));
  });

  test('gives up on a device that is refused, after one batch, and fills in the others', async () => {
    let refused = 0;
    api.judge = ({ deviceId }) => {
      if (deviceId !== 'dev_3') return undefined;
      refused++;
      return 'telemetry/unknown-device';
    };
    const fixes = await fill(NOON);
    expect(tracks(fixes)).toHaveLength(FLEET - 1);
    expect(refused).toBeLessThan(3 * 500);
    expect(messages).toContain('A batch was refused: status 400, ingest/none-good: Refused: ingest/none-good');
    expect(filled()).toContain(' of 4 vehicles ');
  });
});
