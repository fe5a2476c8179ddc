import type { DriverState } from '../../simulator/driver.ts';
import { advance, createFleet, dawn, type FleetVehicle } from '../../simulator/fleet.ts';
import { turn } from '../../simulator/geo.ts';
import { networkOf } from '../../simulator/network.ts';
import { REGIONS } from '../../simulator/regions.ts';
import { energyOf, isFilling } from '../../simulator/supply.ts';
import { report } from '../../simulator/tracker.ts';
import { startOfMinute, trail } from '../../simulator/trail.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 5, 10, 12);
const KINDS = ['van', 'truck', 'car', 'bus'] as const;
const NEW = { odometer: 0, engineSeconds: 0 };

const fleet = createFleet(networkOf(REGIONS.rhine), 'tracker', KINDS);
const isElectric = ({ supply }: FleetVehicle) => supply.of === 'electricity';

/** What a vehicle did in a day, as its tracker tells it. */
const dayOf = (vehicle: FleetVehicle) => {
  const minute = startOfMinute(NOON);
  const start = advance(vehicle, dawn(vehicle, minute), minute);
  return [...trail(vehicle, start, { after: NOON, to: NOON + 24 * HOUR })];
};
const days = fleet.map((vehicle) => ({ vehicle, states: dayOf(vehicle) }));
const pairs = (states: readonly DriverState[]) =>
  states.slice(1).map((state, index): [DriverState, DriverState] => [states[index] ?? state, state]);
const told = (vehicle: FleetVehicle, state: DriverState) => report('dev_1', state, NEW, vehicle).attributes;

describe('what a tracker tells of the vehicle', () => {
  test('a tank or a battery, and never both', () => {
    for (const vehicle of fleet) {
      const names = Object.keys(told(vehicle, dawn(vehicle, NOON)));
      expect(names.includes('stateOfCharge') && names.includes('charging')).toBe(isElectric(vehicle));
      expect(names.includes('fuelLevel') && names.includes('engineSeconds')).toBe(!isElectric(vehicle));
    }
  });

  test('a tank within two percent of what is in it, and a battery to the tenth', () => {
    for (const { vehicle, states } of days) {
      const said = states.map((state) => {
        const { fuelLevel, stateOfCharge } = told(vehicle, state);
        return Number(fuelLevel ?? stateOfCharge);
      });
      const errors = said.map((percent, index) => Math.abs(percent - energyOf(states[index] as DriverState)));
      expect(Math.max(...errors)).toBeLessThanOrEqual(isElectric(vehicle) ? 0.051 : 2.051);
      expect(Math.min(...said)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...said)).toBeLessThanOrEqual(100);
    }
  });

  test('what is burnt goes with the distance, and more comes only while filling up', () => {
    for (const { vehicle, states } of days) {
      const unexplained = pairs(states).map(([before, after]) => {
        const burnt = (100 * (after.odometer - before.odometer)) / vehicle.supply.range;
        return isFilling(before) || isFilling(after) ? 0 : Math.abs(energyOf(after) - energyOf(before) + burnt);
      });
      expect(Math.max(...unexplained)).toBeLessThan(1e-6);
    }
  });

  test('everybody gets home with something left, and leaves it full', () => {
    for (const { vehicle, states } of days) {
      const filling = states.filter(isFilling);
      expect(Math.min(...states.map(energyOf))).toBeGreaterThan(4);
      expect(energyOf(dawn(vehicle, NOON))).toBe(95);
      expect(filling.length).toBeGreaterThan(0);
      expect(filling.filter((state) => told(vehicle, state).ignition)).toEqual([]);
    }
  });

  test('a clock of the engine that runs while it is on', () => {
    for (const { vehicle, states } of days.filter(({ vehicle }) => !isElectric(vehicle))) {
      const stretches = pairs(states).map(([before, after]) => ({
        counted: after.engineSeconds - before.engineSeconds,
        seconds: (after.time - before.time) / 1000,
        isOn: told(vehicle, before).ignition === true && told(vehicle, after).ignition === true,
      }));
      expect(stretches.filter(({ counted, seconds }) => counted < 0 || counted > seconds)).toEqual([]);
      expect(stretches.filter(({ counted, seconds, isOn }) => isOn && counted !== seconds)).toEqual([]);
    }
  });

  test('harsh brakes at once, of those in a hurry most', () => {
    const hasBraked = ({ time, braked }: DriverState) => braked !== undefined && time - braked < 3_000;
    const per100km = (some: typeof days = []) => {
      const brakes = some.flatMap(({ states }) => [...new Set(states.filter(hasBraked).map(({ braked }) => braked))]);
      const metres = some.flatMap(({ states }) => pairs(states).map(([a, b]) => b.odometer - a.odometer));
      return (brakes.length * 1e5) / metres.reduce((sum, one) => sum + one, 0);
    };
    const byHaste = Map.groupBy(days, ({ vehicle }) => vehicle.style.tempo > 1);
    expect(per100km(byHaste.get(true))).toBeGreaterThan(2 * per100km(byHaste.get(false)));
    for (const { vehicle, states } of days)
      expect(states.filter((state) => told(vehicle, state).event === 'harsh-brake')).toEqual(states.filter(hasBraked));
  });

  test('a course that turns with the road and never leaps', () => {
    const [vehicle] = fleet;
    if (!vehicle) throw new Error('The fleet is empty.');
    let state = advance(vehicle, dawn(vehicle, NOON), NOON);
    let most = 0;
    for (let second = 0; second < 2 * 3600; second++) {
      const next = advance(vehicle, state, state.time + 1000);
      const [before, after] = [report('dev_1', state, NEW, vehicle), report('dev_1', next, NEW, vehicle)];
      const speed = Math.min(before.speed, after.speed);
      const across = (speed * turn(before.heading, after.heading) * Math.PI) / 180;
      if (speed >= 4 && state.trips === next.trips) most = Math.max(most, across);
      state = next;
    }
    expect(most).toBeGreaterThan(0.1);
    expect(most).toBeLessThan(4);
  });
});
