import { factId, type Named } from '../../../../functions/telemetry/facts.ts';
import { legOf } from '../../../../functions/telemetry/pipeline/leg.ts';
import { followTrip, type TripMemory, tripStart } from '../../../../functions/telemetry/pipeline/trips.ts';
import { fixAt } from '../fixes.ts';
import { type Device, drive } from './drives.ts';
import { through } from './through.ts';

type Drive = ReturnType<typeof drive>;
const START = Date.UTC(2026, 2, 2, 6);

const tripsOf = ({ fixes }: Drive) => through(fixes).ended;
/** From and to in seconds since the drive began, and kilometres. */
const timesOf = (one: Drive) =>
  tripsOf(one).map(({ at, endedAt, metres }) => [
    Math.round((at - START) / 1_000),
    Math.round((endedAt - START) / 1_000),
    Math.round(metres / 1_000),
  ]);
const NO_KEY = { tellsIgnition: false };
const BARE = { tellsIgnition: false, tellsSpeed: false, tellsAccuracy: false };

describe('a trip', () => {
  it('goes from key to key', () => {
    expect(timesOf(drive().stop(100).start().stop(39).go(6_000, 15).off().stop(1_000))).toEqual([[101, 540, 6]]);
  });

  it.each<[string, Device]>([
    ['every second', { ...BARE, every: 1 }],
    ['every ten seconds', BARE],
    ['with speed', NO_KEY],
    ['every minute', { ...NO_KEY, every: 60 }],
  ])('goes from setting off to standing still when nothing is known of the key: %s', (_, device) => {
    const [found, ...more] = tripsOf(drive(device).stop(600).go(6_000, 15).stop(1_000));
    const every = (device.every ?? 10) * 1_000;
    expect(more).toEqual([]);
    expect(Math.abs((found?.at ?? 0) - START - 600_000)).toBeLessThan(every + 5_000);
    expect(Math.abs((found?.endedAt ?? 0) - START - 1_000_000)).toBeLessThan(every + 5_000);
    expect(found).toMatchObject({ endedBy: 'stop', gaps: 0 });
    expect(Math.abs((found?.metres ?? 0) - 6_000)).toBeLessThan(200);
  });

  it('says what it was like', () => {
    const [found] = tripsOf(
      drive().start().stop(60).go(5_000, 20).stop(15).turn(90).go(5_000, 10).stop(200).off().stop(600),
    );
    expect(found).toMatchObject({
      type: 'trip-ended',
      id: factId('trip', 'veh_1', START),
      vehicleId: 'veh_1',
      at: START,
      endedBy: 'ignition',
      gaps: 0,
    });
    const {
      idleSeconds = 0,
      movingSeconds = 0,
      maxSpeed,
      metres = 0,
      startOdometer = 0,
      endOdometer = 0,
    } = found ?? {};
    expect(Math.abs(idleSeconds - 260)).toBeLessThan(25);
    expect(Math.abs(movingSeconds - 765)).toBeLessThan(25);
    expect(idleSeconds + movingSeconds).toBeCloseTo(((found?.endedAt ?? 0) - START) / 1_000, 0);
    expect(maxSpeed).toBeCloseTo(20.4, 0);
    expect(endOdometer - startOdometer).toBeCloseTo(metres, 1);
  });

  it('has a name for where it began and ended', () => {
    const depot: Named = { kind: 'place', id: 'plc_1', name: 'Depot' };
    const nameAt = (_: number, lon: number) => (lon < 8.41 ? depot : undefined);
    let memory: TripMemory = tripStart;
    let before: ReturnType<typeof fixAt> | undefined;
    let odometer = 0;
    const { fixes } = drive({ noise: 0 }).start().go(5_000, 10).off().stop(300);
    for (const fix of fixes) {
      const leg = legOf(before, fix);
      odometer += leg.metres;
      memory = followTrip(memory, leg, { vehicleId: 'veh_1', odometer, nameAt });
      before = fix;
      if (memory.ended) break;
    }
    expect(memory.ended?.start).toEqual({ lat: 49, lon: 8.4, place: depot });
    expect(memory.ended?.end.place).toBeUndefined();
    expect(memory.ended?.end.lon).toBeCloseTo(8.468, 2);
  });

  it('is told once', () => {
    let told = 0;
    through(drive().start().go(5_000, 10).off().stop(3_600).fixes, (memories) => {
      if (memories.trips.ended) told++;
      return memories;
    });
    expect(told).toBe(1);
  });
});

describe('what does not split a trip', () => {
  it.each<[string, Drive]>([
    ['a red light', drive().start().go(3_000, 15).stop(90).go(3_000, 15).off().stop(300)],
    ['a red light without a key', drive(NO_KEY).go(3_000, 15).stop(90).go(3_000, 15).stop(600)],
    ['a queue with the engine on', drive().start().go(3_000, 15).stop(1_500).go(3_000, 15).off().stop(300)],
    ['a stalled engine', drive().start().go(3_000, 15).off().stop(60).start().go(3_000, 15).off().stop(300)],
    ['a flickering ignition', drive().start().go(3_000, 15).off().go(300, 15).start().go(2_700, 15).off().stop(300)],
    ['a tunnel', drive().start().go(2_000, 15).silent(540, 10).go(2_000, 15).off().stop(300)],
    ['a long silence in which it went on', drive(NO_KEY).go(2_000, 15).silent(1_800, 15).go(2_000, 15).stop(600)],
  ])('%s', (_, one) => {
    const found = tripsOf(one);
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0]?.metres ?? 0) - one.driven)).toBeLessThan(one.driven * 0.03);
  });

  it('counts the silences in which it went on', () => {
    const [found] = tripsOf(drive(NO_KEY).go(2_000, 15).silent(1_800, 15).go(2_000, 15).stop(600));
    expect(found?.gaps).toBe(1);
  });
});

describe('what ends a trip', () => {
  it.each<[string, Drive, string, number]>([
    [
      'the key, for more than two minutes',
      drive().start().go(6_000, 15).off().stop(180).start().go(6_000, 15),
      'ignition',
      401,
    ],
    [
      'the key, told before an hour of silence',
      drive().start().go(6_000, 15).off().silent(3_600).start().stop(60),
      'ignition',
      401,
    ],
    ['standing for five minutes without a key', drive(NO_KEY).go(6_000, 15).stop(360).go(6_000, 15), 'stop', 400],
    ['standing for half an hour with the engine on', drive().start().go(6_000, 15).stop(1_900), 'stop', 400],
    ['silence, when it is still there afterwards', drive(NO_KEY).go(6_000, 15).silent(3_600).stop(60), 'stop', 400],
    [
      'silence, when it is elsewhere long afterwards',
      drive(NO_KEY).go(6_000, 15).silent(36_000, 0.5).go(500, 10),
      'gap',
      400,
    ],
  ])('%s', (_, one, endedBy, seconds) => {
    const [found, ...more] = tripsOf(one);
    expect(more).toEqual([]);
    expect(found?.endedBy).toBe(endedBy);
    expect(Math.abs((found?.endedAt ?? 0) - START - seconds * 1_000)).toBeLessThanOrEqual(11_000);
  });
});

describe('what is no trip', () => {
  it.each<[string, Drive]>([
    ['the noise of a parked vehicle for a day', drive({ ...NO_KEY, noise: 10 }).stop(86_400)],
    ['the noise of one without speeds', drive({ ...BARE, noise: 8, every: 30 }).stop(86_400)],
    ['idling', drive().start().stop(7_000).off().stop(600)],
    ['a move across the yard', drive().start().go(150, 5).off().stop(600)],
    ['a tow', drive().start().stop(10).off().stop(600).go(20_000, 15).stop(600)],
    [
      'one jump and back',
      drive(NO_KEY)
        .stop(600)
        .send(fixAt(0, { at: START + 605_000, lat: 49.005, lon: 8.4 }))
        .stop(900),
    ],
  ])('%s', (_, one) => {
    const { ended, trips } = through(one.fixes);
    expect(ended).toEqual([]);
    expect(trips.state).toBe('parked');
  });
});

describe('what a vehicle does', () => {
  const stateAfter = (one: Drive) => {
    const { state, since } = through(one.fixes).trips;
    return [state, Math.round((since - START) / 1_000)];
  };

  it.each<[string, Drive, string, number]>([
    ['stands with the key off', drive().start().go(5_000, 10).off().stop(50), 'parked', 501],
    ['idles', drive().start().go(5_000, 10).stop(100), 'idling', 500],
    ['drives', drive().start().stop(59).go(5_000, 10), 'driving', 60],
    ['stands at a light', drive().start().go(5_000, 10).stop(20), 'driving', 0],
    ['warms up', drive().stop(100).start().stop(300), 'idling', 101],
    ['stands without a key', drive(NO_KEY).stop(1_000), 'parked', 0],
  ])('%s', (_, one, state, since) => {
    const [found, at] = stateAfter(one);
    expect(found).toBe(state);
    expect(Math.abs(Number(at) - since)).toBeLessThanOrEqual(10);
  });

  it('is unknown before anything was heard', () => expect(tripStart.state).toBe('unknown'));
});

it('does not take what the meters learn late for driven', () => {
  const learns = drive({
    also: (driven): Record<string, number> => (driven > 3_000 ? { odometer: 90_000_000 + driven } : {}),
  });
  const [found] = tripsOf(learns.start().go(8_000, 16).off().stop(300));
  expect(Math.abs((found?.metres ?? 0) - 8_000)).toBeLessThan(250);
  expect(found?.startOdometer).toBeGreaterThan(89_999_000);
});

it('remembers the same while nothing happens', () => {
  const memories = new Set<TripMemory>();
  through(drive().start().go(5_000, 10).off().stop(86_400).fixes, (now) => {
    memories.add(now.trips);
    return now;
  });
  expect(memories.size).toBeLessThan(80);
});
