import { compileFence } from '../../../functions/geofences/compile.ts';
import { type FenceIndex, fenceIndex } from '../../../functions/geofences/fence-index.ts';
import type { Fact } from '../../../functions/telemetry/facts.ts';
import type { ReceivedFix } from '../../../functions/telemetry/fix.ts';
import { fencesStart, followFences } from '../../../functions/telemetry/pipeline/geofences.ts';
import { legOf } from '../../../functions/telemetry/pipeline/leg.ts';
import { METRES_PER_DEGREE } from '../../../shared/kernel/earth.ts';
import { normal, type Random, randomOf } from './fence-world.ts';

/** Metres, one standard deviation. */
export interface Receiver {
  /** What its positions are wrong by, */
  readonly error: number;
  /** and what it says of that; absent: nothing. */
  readonly said?: number;
}

export interface ParkedFigures extends Receiver {
  /** Times per hour that a vehicle which stands at the edge is said to have come or gone; the first coming does not count. */
  readonly falsePerHour: number;
  readonly falsePerHourWithoutDebounce: number;
  /** Of vehicles that drive through a fence 100 metres wide, at 14 m/s: those that are noticed, as a visit or as a crossing. */
  readonly passesFound: number;
  readonly passesFoundWithoutDebounce: number;
}

const SECONDS = 10;
const HOURS = 24;
const VEHICLES = 40;
const PASSES = 500;

/** Signals reflected by buildings pull a position aside for minutes, until the satellites have moved. */
const DRIFT_SECONDS = 180;
/** The part of the variance that drifts; the rest is new with every fix. */
const DRIFTING = 0.8;

/** A Gauss-Markov process of the first order and white noise: metres in one direction. */
const errorsOf = (random: Random, error: number) => {
  const keeps = Math.exp(-SECONDS / DRIFT_SECONDS);
  const [drifts, jumps] = [error * Math.sqrt(DRIFTING), error * Math.sqrt(1 - DRIFTING)];
  let drift = drifts * normal(random);
  return () => {
    drift = keeps * drift + Math.sqrt(1 - keeps ** 2) * drifts * normal(random);
    return drift + jumps * normal(random);
  };
};

const START = Date.UTC(2026, 5, 10);

/** Fixes of a vehicle that is so many metres east of the edge, which runs north. */
const fixesOf = (
  random: Random,
  { error, said }: Receiver,
  count: number,
  eastAt: (second: number) => number,
  speed: number,
) => {
  const [north, east] = [errorsOf(random, error), errorsOf(random, error)];
  return Array.from({ length: count }, (_, n): ReceivedFix => {
    const at = START + n * SECONDS * 1_000;
    return {
      at,
      receivedAt: at,
      lat: north() / METRES_PER_DEGREE,
      lon: (eastAt(n * SECONDS) + east()) / METRES_PER_DEGREE,
      // Receivers at rest say that they move a little.
      speed: Math.max(0, speed + 0.3 * normal(random)),
      ...(said !== undefined && { accuracy: said }),
    };
  });
};

/** From the edge 100 metres to the east, on the equator. */
const fencesOf = async (debounced: boolean) =>
  fenceIndex([
    await compileFence({
      id: 'yard',
      name: 'Yard',
      kind: 'geofence',
      shape: {
        type: 'rectangle',
        southWest: { lat: -0.01, lon: 0 },
        northEast: { lat: 0.01, lon: 100 / METRES_PER_DEGREE },
      },
      ...(!debounced && { debounce: { marginMetres: 0, enterSeconds: 0, exitSeconds: 0 } }),
    }),
  ]);

const factsOf = (fences: FenceIndex, fixes: readonly ReceivedFix[]): Fact[] => {
  const scene = { vehicleId: 'veh_1', fences };
  const facts: Fact[] = [];
  let memory = fencesStart;
  let from: ReceivedFix | undefined;
  for (const fix of fixes) {
    memory = followFences(memory, legOf(from, fix), scene, (fact) => facts.push(fact));
    from = fix;
  }
  return facts;
};

const falsePerHour = (fences: FenceIndex, receiver: Receiver): number => {
  let told = 0;
  for (let vehicle = 0; vehicle < VEHICLES; vehicle++) {
    const fixes = fixesOf(randomOf(vehicle), receiver, (HOURS * 3_600) / SECONDS, () => 0, 0);
    told += Math.max(0, factsOf(fences, fixes).length - 1);
  }
  return told / VEHICLES / HOURS;
};

/** Metres per second: 50 km/h. */
const PASSING = 14;

const passesFound = (fences: FenceIndex, receiver: Receiver): number => {
  let found = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const random = randomOf(pass);
    const begins = -700 - random() * PASSING * SECONDS;
    const fixes = fixesOf(random, receiver, 12, (second) => begins + PASSING * second, PASSING);
    if (factsOf(fences, fixes).some(({ type }) => type === 'visit-began' || type === 'fence-crossed')) found++;
  }
  return found / PASSES;
};

const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

const RECEIVERS: readonly Receiver[] = [
  { error: 3, said: 3 },
  { error: 5, said: 5 },
  { error: 10, said: 10 },
  { error: 20, said: 20 },
  { error: 40, said: 40 },
  { error: 10 },
  { error: 20 },
  { error: 20, said: 10 },
];

/** What a vehicle that parks at the edge of a fence is said to do, and what one that drives through is. */
export const measureParked = async (receivers = RECEIVERS): Promise<ParkedFigures[]> => {
  const [debounced, plain] = await Promise.all([fencesOf(true), fencesOf(false)]);
  return receivers.map((receiver) => ({
    ...receiver,
    falsePerHour: rounded(falsePerHour(debounced, receiver)),
    falsePerHourWithoutDebounce: rounded(falsePerHour(plain, receiver)),
    passesFound: rounded(passesFound(debounced, receiver)),
    passesFoundWithoutDebounce: rounded(passesFound(plain, receiver)),
  }));
};
