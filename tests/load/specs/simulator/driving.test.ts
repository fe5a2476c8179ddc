import fc from 'fast-check';
import { type DriverState, placeOf, speedOf, step } from '../../simulator/driver.ts';
import { advance, createFleet, dawn, type FleetVehicle } from '../../simulator/fleet.ts';
import { course, distance, turn } from '../../simulator/geo.ts';
import { distanceToChord } from '../../simulator/geo-json.ts';
import { HARDEST, HARSH } from '../../simulator/handling.ts';
import { networkOf } from '../../simulator/network.ts';
import { REGIONS } from '../../simulator/regions.ts';
import { isDue, report } from '../../simulator/tracker.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 5, 10, 12);
const networks = [networkOf(REGIONS.rhine), networkOf(REGIONS.baltic)] as const;
const NEW = { odometer: 0, engineSeconds: 0 };
const KINDS = ['van', 'truck', 'car', 'bus', 'van', 'truck'] as const;

/** A vehicle and an instant, told in few words so that a counterexample can be read. */
const rides = fc.record({
  region: fc.constantFrom(0, 1),
  seed: fc.string({ maxLength: 8 }),
  index: fc.nat(KINDS.length - 1),
  from: fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2028-01-01T00:00:00Z'), noInvalidDate: true }),
});
type Ride = typeof rides extends fc.Arbitrary<infer T> ? T : never;

const vehicleOf = ({ region, seed, index }: Ride): FleetVehicle => {
  const vehicle = createFleet(networks[region === 0 ? 0 : 1], seed, KINDS)[index];
  if (!vehicle) throw new Error(`There is no vehicle ${index}.`);
  return vehicle;
};
const startOf = ({ from }: Ride) => Math.floor(from.getTime() / 1000) * 1000;
const stateAt = (vehicle: FleetVehicle, time: number) => advance(vehicle, dawn(vehicle, time), time);

/** Every second of `seconds`, with the one before it. */
const drive = (vehicle: FleetVehicle, from: number, seconds: number): [DriverState, DriverState][] => {
  const pairs: [DriverState, DriverState][] = [];
  let state = stateAt(vehicle, from);
  for (let second = 1; second <= seconds; second++) {
    const next = advance(vehicle, state, from + second * 1000);
    pairs.push([state, next]);
    state = next;
  }
  return pairs;
};

const metresFromNetwork = ({ network }: FleetVehicle, place: { lat: number; lon: number }) =>
  Math.min(
    ...network.links.flatMap(({ line }) =>
      line.points.slice(1).flatMap((end, index) => {
        const start = line.points[index] ?? end;
        return Math.abs(start.lat - place.lat) > 0.01 ? [] : [distanceToChord(place, start, end)];
      }),
    ),
  );

describe('a vehicle', () => {
  /** The largest value of `measure` over many rides, a second at a time, has to be at most `limit`. */
  const never = (exceeds: number, measure: (before: DriverState, after: DriverState) => number) =>
    fc.assert(
      fc.property(rides, (ride) => {
        const seconds = drive(vehicleOf(ride), startOf(ride), 1800);
        expect(Math.max(...seconds.map((pair) => measure(...pair)))).toBeLessThanOrEqual(exceeds);
      }),
      { numRuns: 8 },
    );

  test('keeps to the speed limit, give or take a metre per second, unless its driver is in a hurry', () => {
    fc.assert(
      fc.property(rides, (ride) => {
        const vehicle = vehicleOf(ride);
        const haste = Math.max(1, vehicle.style.tempo + 0.04);
        for (const [, { activity }] of drive(vehicle, startOf(ride), 1800))
          if (activity.kind === 'driving')
            expect(activity.speed).toBeLessThanOrEqual((activity.trip.limits[activity.segment] ?? 0) * haste + 1);
      }),
      { numRuns: 8 },
    );
  });

  test('neither brakes nor accelerates harder than a loaded vehicle can, unless its driver is startled', () => {
    never(HARDEST + 1e-9, (before, after) =>
      after.braked === after.time ? 0 : Math.abs(speedOf(after) - speedOf(before)),
    );
    never(HARSH + 1e-9, (before, after) => speedOf(before) - speedOf(after));
  });

  test('moves as far as its speed says', () => {
    never(2, (before, after) => distance(placeOf(before), placeOf(after)) - (speedOf(before) + speedOf(after)) / 2);
  });

  test('shows on the odometer what it drove, bends included', () => {
    never(0.01, (before, after) => distance(placeOf(before), placeOf(after)) - (after.odometer - before.odometer));
    never(0, (before, after) => before.odometer - after.odometer);
  });

  test('looks where it goes', () => {
    never(2, (before, after) =>
      before.activity.kind === 'driving' &&
      after.activity.kind === 'driving' &&
      before.activity.segment === after.activity.segment &&
      speedOf(before) > 1
        ? turn(after.heading, course(placeOf(before), placeOf(after)))
        : 0,
    );
  });

  test('stays on the road, and its fixes within a few metres of it', () => {
    fc.assert(
      fc.property(rides, (ride) => {
        const vehicle = vehicleOf(ride);
        const state = stateAt(vehicle, startOf(ride));
        const fix = report('dev_1', state, NEW, vehicle);
        expect(metresFromNetwork(vehicle, placeOf(state))).toBeLessThan(1);
        expect(metresFromNetwork(vehicle, fix)).toBeLessThan(12);
        expect(fix.heading).toBeGreaterThanOrEqual(0);
        expect(fix.heading).toBeLessThan(360);
      }),
      { numRuns: 15 },
    );
  });

  test('is home before its day ends, whatever the day', () => {
    fc.assert(
      fc.property(rides, (ride) => {
        const vehicle = vehicleOf(ride);
        const { time } = dawn(vehicle, startOf(ride));
        const evening = stateAt(vehicle, time + 24 * HOUR - 1000);
        expect(evening.activity).toMatchObject({ kind: 'standing', why: 'night', spot: vehicle.home, ignition: false });
        expect(evening.odometer).toBeGreaterThan(300_000);
      }),
      { numRuns: 25 },
    );
  });

  test('is at the same place whether it drove there or the simulator was started there', () => {
    fc.assert(
      fc.property(rides, fc.integer({ min: 0, max: 30 * 3600 }), (ride, seconds) => {
        const vehicle = vehicleOf(ride);
        const to = startOf(ride) + seconds * 1000;
        const droveThere = advance(vehicle, stateAt(vehicle, startOf(ride)), to);
        const startedThere = stateAt(vehicle, to);
        expect(placeOf(startedThere)).toEqual(placeOf(droveThere));
        expect(startedThere.activity.kind).toBe(droveThere.activity.kind);
      }),
      { numRuns: 8 },
    );
  });

  test('takes breaks, makes deliveries of 2 to 15 minutes and turns the engine off at night', () => {
    const [vehicle] = createFleet(networks[0], 'stops', ['van']);
    if (!vehicle) throw new Error('The fleet is empty.');
    const stops = drive(vehicle, NOON, 24 * 3600).flatMap(([before, after]) =>
      after.activity.kind === 'standing' && before.activity.kind === 'driving'
        ? [{ ...after.activity, at: after.time }]
        : [],
    );

    const minutes = stops.filter(({ why }) => why === 'delivery').map(({ at, until }) => (until - at) / 60_000);
    expect(minutes.length).toBeGreaterThan(5);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(15);
    expect(stops.filter(({ why }) => why === 'break').length).toBeGreaterThanOrEqual(2);
    expect(stops.filter(({ why }) => why === 'night').map(({ ignition }) => ignition)).toEqual([false]);
  });
});

describe('a fleet', () => {
  const kinds = Array.from({ length: 25 }, (_, index) => KINDS[index % KINDS.length] ?? 'van');

  const fleet = createFleet(networks[0], 'wayfleet', kinds);
  const evening = fleet.map((vehicle) => stateAt(vehicle, NOON));

  test('is the same for the same seed and another for another', () => {
    const places = (seed: string) =>
      createFleet(networks[0], seed, ['van']).map((vehicle) => placeOf(stateAt(vehicle, NOON)));
    expect(places('one')).toEqual(places('one'));
    expect(places('one')).not.toEqual(places('two'));
  });

  test('is on the move at any hour, four fifths of it on average, but never all', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => NOON + hour * HOUR);
    let states = evening;
    const shares = hours.map((time) => {
      states = states.map((state, index) => advance(fleet[index] as FleetVehicle, state, time));
      return states.filter(({ activity }) => activity.kind === 'driving').length / fleet.length;
    });
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.6);
    expect(Math.max(...shares)).toBeLessThan(1);
    expect(shares.reduce((sum, share) => sum + share) / shares.length).toBeGreaterThan(0.75);
  });

  test('is spread over the region', () => {
    const lats = evening.map((state) => placeOf(state).lat);
    const lons = evening.map((state) => placeOf(state).lon);
    expect(Math.max(...lats) - Math.min(...lats)).toBeGreaterThan(1.3);
    expect(Math.max(...lons) - Math.min(...lons)).toBeGreaterThan(2);
  });
});

describe('a tracker', () => {
  const [vehicle] = createFleet(networks[0], 'tracker', ['van']);
  if (!vehicle) throw new Error('The fleet is empty.');
  const night = dawn(vehicle, NOON);
  const parked = { ...night, activity: { ...night.activity, until: night.time + HOUR } as DriverState['activity'] };
  const later = (seconds: number): DriverState => ({ ...parked, time: parked.time + seconds * 1000 });

  test('holds its position while parked and speaks rarely', () => {
    const clocks = { odometer: 5, engineSeconds: 7 };
    const [first, second] = [report('dev_1', parked, clocks, vehicle), report('dev_1', later(20), clocks, vehicle)];
    expect([second.lat, second.lon]).toEqual([first.lat, first.lon]);
    expect(second).toMatchObject({ speed: 0, attributes: { ignition: false, odometer: 5, engineSeconds: 7 } });
    expect(isDue(later(19), parked, 20_000)).toBe(false);
    expect(isDue(later(20), parked, 20_000)).toBe(true);
  });

  test('speaks on every tick on the move, at once when that changes, never twice for one instant', () => {
    const before = advance(vehicle, night, night.time);
    const moving = step(before, 1, {
      ...vehicle,
      mood: () => 1,
      isStartled: () => false,
      orders: ordersToGo(vehicle, night),
    });
    expect(moving.activity.kind).toBe('driving');
    expect(isDue(moving, before, 20_000)).toBe(true);
    expect(isDue(moving, moving, 20_000)).toBe(false);
    expect(isDue(before, undefined, 20_000)).toBe(true);
  });
});

const ordersToGo = (vehicle: FleetVehicle, from: DriverState) => ({
  leave: () => advance(vehicle, from, from.time + 1000).activity,
  arrive: () => {
    throw new Error('It has only just left.');
  },
});
