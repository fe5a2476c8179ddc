import { fenceIndex } from '../../../functions/geofences/fence-index.ts';
import type { Fact } from '../../../functions/telemetry/facts.ts';
import { metresBetween } from '../../../functions/telemetry/pipeline/leg.ts';
import { advance, type VehicleMemory } from '../../../functions/telemetry/pipeline/pipeline.ts';
import { fleetOnStreets, onStreets } from '../streets.ts';

const START = Date.UTC(2026, 5, 10, 6);
const HOURS = 3;

/** What the pipeline makes of a vehicle that reports every so many seconds. */
const judged = (vehicle: number, everySeconds: number) => {
  const facts: Fact[] = [];
  const dropped: string[] = [];
  const scene = {
    vehicleId: 'veh_1',
    fences: fenceIndex([]),
    positionOf: () => undefined,
    tell: (fact: Fact) => void facts.push(fact),
    drop: (reason: string) => void dropped.push(reason),
  };
  let memory: VehicleMemory | undefined;
  for (let seconds = 0; seconds < HOURS * 3_600; seconds += everySeconds) {
    const at = START + seconds * 1_000;
    memory = advance(memory, { at, receivedAt: at, ...onStreets(vehicle, seconds) }, scene);
  }
  return { facts, dropped };
};

describe('Drives that the load is made of', () => {
  it.each([1, 30])('are believed, and are trips, at a fix every %i s', (everySeconds) => {
    for (const vehicle of [0, 7, 1_234, 99_999]) {
      const { facts, dropped } = judged(vehicle, everySeconds);
      expect(dropped).toEqual([]);
      const trips = facts.filter((fact) => fact.type === 'trip-ended');
      expect(trips.length).toBeGreaterThanOrEqual(5);
      for (const { driving, endedBy } of trips)
        expect({ ...driving, endedBy }).toMatchObject({ harshBrakes: 0, harshCorners: 0, endedBy: 'ignition' });
    }
  });

  it('are as long as the speeds say', () => {
    for (let seconds = 0; seconds < 1_500; seconds += 1) {
      const [from, to] = [onStreets(3, seconds), onStreets(3, seconds + 1)];
      const metres = metresBetween(from.lat, from.lon, to.lat, to.lon);
      expect(Math.abs(metres - (from.speed + to.speed) / 2)).toBeLessThan(0.6);
    }
  });

  it('come vehicle after vehicle, each in its interval', () => {
    const next = fleetOnStreets(3, START, 30);
    const first = Array.from({ length: 4 }, next);
    expect(first.map(({ vehicle }) => vehicle)).toEqual([0, 1, 2, 0]);
    expect(first.map(({ at }) => at - START)).toEqual([0, 10_000, 20_000, 30_000]);
  });
});
