import fc from 'fast-check';
import { fenceIndex } from '../../../../functions/geofences/fence-index.ts';
import type { Fact } from '../../../../functions/telemetry/facts.ts';
import { energyStart } from '../../../../functions/telemetry/pipeline/energy.ts';
import { advance, type VehicleMemory } from '../../../../functions/telemetry/pipeline/pipeline.ts';
import { BEGAN, follow, type Moment, report } from './following-energy.ts';
import { live } from './tank-life.ts';

const KNOWN = { tankMillilitres: 60_000, batteryWattHours: 15_000 };

const attributes = fc.record(
  {
    fuelLevel: fc.oneof(fc.integer({ min: -5, max: 110 }), fc.constantFrom(0, 40, 41, 90)),
    fuelUsed: fc.integer({ min: 0, max: 10_000 }),
    stateOfCharge: fc.oneof(fc.integer({ min: -5, max: 110 }), fc.constantFrom(50, 51, 80)),
    charging: fc.boolean(),
    ignition: fc.boolean(),
    rpm: fc.constantFrom(0, 900),
  },
  { requiredKeys: [] },
);
const legs = fc.array(
  fc.record({
    seconds: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 20_000 })),
    speed: fc.constantFrom(0, 0.4, 1.5, 3, 20),
    isDriving: fc.boolean(),
    ended: fc.boolean(),
    attributes,
  }),
  { minLength: 1, maxLength: 120 },
);
const momentsOf = (arbitrary: typeof legs): fc.Arbitrary<Moment[]> =>
  arbitrary.map((all) => {
    let [at, lat] = [BEGAN, 49];
    return all.map(({ seconds, speed, isDriving, ended, attributes }) => {
      at += seconds * 1000;
      lat += (speed * seconds) / 111_195 / 10;
      return { fix: { at, receivedAt: at, lat, lon: 8.4, speed, attributes }, isDriving, ended };
    });
  });

describe('whatever a device says of fuel and charge', () => {
  it('no trip consumes less than nothing, and what is filled in is more than before', () =>
    fc.assert(
      fc.property(momentsOf(legs), (moments) => {
        const { facts, consumed } = follow(moments, KNOWN);
        for (const one of consumed) for (const amount of Object.values(one)) expect(amount).toBeGreaterThanOrEqual(0);
        for (const fact of facts) {
          if (fact.type !== 'refuelled' && fact.type !== 'fuel-drained' && fact.type !== 'charged') throw fact;
          const more = fact.toPercent - fact.fromPercent;
          expect(fact.type === 'fuel-drained' ? -more : more).toBeGreaterThan(0);
          expect(fact.endedAt).toBeGreaterThanOrEqual(fact.at);
          expect(Math.min(fact.fromPercent, fact.toPercent)).toBeGreaterThanOrEqual(0);
          expect(Math.max(fact.fromPercent, fact.toPercent)).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 300 },
    ));

  it('its memory may be stored between any two fixes', () =>
    fc.assert(
      fc.property(momentsOf(legs), (moments) => {
        const stored = follow(moments, KNOWN, (memory) => JSON.parse(JSON.stringify(memory)));
        expect(stored).toEqual(follow(moments, KNOWN));
      }),
      { numRuns: 100 },
    ));

  it('its memory stays small, even of a plug-in hybrid that says everything', () =>
    fc.assert(
      fc.property(momentsOf(legs), (moments) => {
        expect(follow(moments, KNOWN).bytes).toBeLessThan(480);
      }),
      { numRuns: 100 },
    ));

  it('the same thing never has two names, nor two things one', () => {
    const { moments } = live(3, { hours: 600, refuels: 0.2, drains: 0.2, ignition: true });
    const ids = follow(moments, KNOWN).facts.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
    expect(follow(moments, KNOWN).facts.map(({ id }) => id)).toEqual(ids);
  });
});

describe('a vehicle whose device says nothing of fuel and charge', () => {
  it('has nothing remembered', () => {
    const way = report();
    way.drive(10, () => ({ batteryLevel: 80, odometer: 1_000 }));
    expect(follow(way.moments, KNOWN)).toMatchObject({ memory: energyStart, facts: [], consumed: [{}] });
  });
});

describe('an engine that counts what it burns', () => {
  const used = (millilitres: number) => ({ fuelUsed: Math.round(millilitres), fuelLevel: 50 });

  it('is believed before the tank', () => {
    const way = report();
    way.drive(60, (done) => used(1_000_000 + 8_000 * done));
    way.endTrip(used(1_008_000));
    way.drive(30, (done) => used(1_008_000 + 4_000 * done));
    const { consumed } = follow(way.moments, KNOWN);
    expect(consumed[0]?.fuelMillilitres).toBeGreaterThan(7_800);
    expect(consumed[0]?.fuelMillilitres).toBeLessThanOrEqual(8_000);
    expect(consumed[1]).toEqual({ fuelMillilitres: 4_000 });
  });

  it.each([
    ['begins anew', 500],
    ['leaps', 9_000_000],
  ])('counts from there when its counter %s', (_, to) => {
    const way = report();
    way.drive(30, (done) => used(1_000_000 + 4_000 * done));
    way.drive(30, (done) => used(to + 4_000 * done));
    const [consumed] = follow(way.moments, KNOWN).consumed;
    expect(consumed?.fuelMillilitres).toBeGreaterThan(7_500);
    expect(consumed?.fuelMillilitres).toBeLessThanOrEqual(8_000);
  });
});

describe('in the whole pipeline', () => {
  it('all that was filled in and drained is found, nothing else, and trips tell what they took', () => {
    const life = live(5, { hours: 300, refuels: 0.15, drains: 0.2, ignition: true });
    const facts: Fact[] = [];
    const scene = {
      ...{ vehicleId: 'veh_1', tankMillilitres: 100_000, fences: fenceIndex() },
      tell: (fact: Fact) => facts.push(fact),
      drop: () => undefined,
    };
    let memory: VehicleMemory | undefined;
    for (const { fix } of life.moments) memory = advance(memory, fix, scene);
    const kinds = facts.map(({ type }) => type).filter((type) => type === 'refuelled' || type === 'fuel-drained');
    expect(kinds).toEqual(life.done.map(({ kind }) => kind));
    const trips = facts.filter((fact) => fact.type === 'trip-ended');
    const told = trips.reduce((sum, { consumed }) => sum + (consumed.fuelMillilitres ?? 0), 0);
    expect(trips.length).toBeGreaterThan(40);
    // The last trip is not over.
    expect(told / 1_000 / life.burnt).toBeGreaterThan(0.92);
    expect(told / 1_000 / life.burnt).toBeLessThan(1.02);
  });
});
