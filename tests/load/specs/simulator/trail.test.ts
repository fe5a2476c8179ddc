import { type DriverState, placeOf } from '../../simulator/driver.ts';
import { advance, createFleet, dawn, type FleetVehicle } from '../../simulator/fleet.ts';
import { distanceToChord } from '../../simulator/geo-json.ts';
import { networkOf } from '../../simulator/network.ts';
import { REGIONS } from '../../simulator/regions.ts';
import { startOfMinute, trail } from '../../simulator/trail.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 5, 10, 12);

const fleet = createFleet(networkOf(REGIONS.rhine), 'trails', ['van', 'truck', 'car', 'bus']);

const trailOf = (vehicle: FleetVehicle, after: number, to: number) => {
  const minute = startOfMinute(after);
  return [...trail(vehicle, advance(vehicle, dawn(vehicle, minute), minute), { after, to })];
};
const pairs = (states: readonly DriverState[]) =>
  states.slice(1).map((state, index): [DriverState, DriverState] => [states[index] ?? state, state]);

describe('the trail of a vehicle', () => {
  const trails = fleet.map((vehicle) => trailOf(vehicle, NOON, NOON + 8 * HOUR));

  test('tells of every 15 seconds at least on the move and every minute while parked', () => {
    for (const states of trails)
      for (const [before, after] of pairs(states)) {
        const since = after.time - before.time;
        expect(since).toBeGreaterThan(0);
        expect(since).toBeLessThanOrEqual(before.activity.kind === 'driving' ? 15_000 : MINUTE);
      }
  });

  test('begins after the one moment and ends with the other, however long that is', () => {
    for (const states of trails) {
      expect(states[0]?.time).toBeGreaterThan(NOON);
      expect(states.at(-1)?.time).toBe(NOON + 8 * HOUR);
    }
    for (const vehicle of fleet) expect(trailOf(vehicle, NOON, NOON)).toEqual([]);
  });

  test('has at most twice as many moments as the clock alone asks for', () => {
    for (const states of trails) expect(states.length).toBeLessThan((2 * 8 * HOUR) / 15_000);
  });

  test('follows the road in its bends', () => {
    const deviations = fleet.flatMap((vehicle, index) =>
      pairs((trails[index] ?? []).slice(0, 400)).map(([before, after]) => {
        let state = before;
        let most = 0;
        while (state.time < after.time) {
          state = advance(vehicle, state, state.time + 1000);
          most = Math.max(most, distanceToChord(placeOf(state), placeOf(before), placeOf(after)));
        }
        return most;
      }),
    );
    deviations.sort((a, b) => a - b);
    expect(deviations[Math.floor(deviations.length * 0.95)]).toBeLessThan(12);
    expect(deviations.at(-1)).toBeLessThan(50);
  });

  test('shows each stop from its beginning to its end, within seconds', () => {
    for (const [index, vehicle] of fleet.entries()) {
      const told = trails[index] ?? [];
      const stops = new Set(told.flatMap(({ activity }) => (activity.kind === 'standing' ? [activity] : [])));
      for (const stop of stops) {
        const during = told.filter(({ activity }) => activity === stop);
        const departure = told.find(({ time }) => time >= stop.until);
        const [first, last] = [during[0], during.at(-1)];
        if (!first || !last || !departure) continue;
        expect(departure.time - stop.until).toBeLessThanOrEqual(3000);
        expect(first.activity).toBe(last.activity);
        const before = advance(vehicle, dawn(vehicle, first.time), first.time - 4000);
        if (first !== told[0]) expect(before.activity.kind).toBe('driving');
      }
    }
  });

  test('tells of the same moments wherever it starts', () => {
    for (const [index, vehicle] of fleet.entries()) {
      const from = NOON + 2 * HOUR + 37_000;
      const known = (trails[index] ?? []).filter(({ time }) => time > from).map(({ time }) => time);
      expect(trailOf(vehicle, from, NOON + 8 * HOUR).map(({ time }) => time)).toEqual(known);
    }
  });
});
