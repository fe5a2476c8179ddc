import type { Attributes } from '../../../../functions/telemetry/contract.ts';
import type { Consumed, Fact } from '../../../../functions/telemetry/facts.ts';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import {
  consumedOf,
  type EnergyMemory,
  type EnergyScene,
  energyOfNewTrip,
  energyStart,
  followEnergy,
} from '../../../../functions/telemetry/pipeline/energy.ts';
import { legOf } from '../../../../functions/telemetry/pipeline/leg.ts';

export const BEGAN = Date.UTC(2026, 0, 5);

/** A fix, and what the pipeline knows at it. */
export interface Moment {
  readonly fix: ReceivedFix;
  readonly isDriving: boolean;
  /** Whether a trip has ended just now. */
  readonly ended?: boolean;
}

export interface Followed {
  readonly facts: readonly Fact[];
  readonly memory: EnergyMemory;
  /** Of each trip, the last one being under way. */
  readonly consumed: readonly Consumed[];
  /** Of the memory as JSON, the largest that was looked at. */
  readonly bytes: number;
}

const LOOKS = 7;

type Scene = Pick<EnergyScene, 'tankMillilitres' | 'batteryWattHours'>;

/** Follows a vehicle; `kept` says how its memory is kept between two fixes. */
export const follow = (
  moments: readonly Moment[],
  known: Scene = {},
  kept: (memory: EnergyMemory) => EnergyMemory = (memory) => memory,
): Followed => {
  const facts: Fact[] = [];
  const consumed: Consumed[] = [];
  let [memory, bytes] = [energyStart, 0];
  let from: ReceivedFix | undefined;
  for (const [index, { fix, isDriving, ended }] of moments.entries()) {
    const scene = { vehicleId: 'veh_1', isDriving, odometer: 120_000, nameAt: () => undefined, ...known };
    memory = followEnergy(kept(memory), legOf(from, fix), scene, (fact) => facts.push(fact));
    if (ended) {
      consumed.push(consumedOf(memory));
      memory = energyOfNewTrip(memory);
    }
    // Seldom, in a long life: nothing else here takes so long.
    if (index % LOOKS === 0) bytes = Math.max(bytes, JSON.stringify(memory).length);
    from = fix;
  }
  return { facts, memory, bytes, consumed: [...consumed, consumedOf(memory)] };
};

/** What a vehicle reports over some time, one fix after the other. */
export const report = () => {
  const moments: Moment[] = [];
  let [now, lat] = [BEGAN, 49];
  const add = (seconds: number, speed: number, isDriving: boolean, attributes: Attributes, ended = false) => {
    now += seconds * 1000;
    lat += (speed * seconds) / 111_195;
    moments.push({ fix: { at: now, receivedAt: now, lat, lon: 8.4, speed, attributes }, isDriving, ended });
  };
  return {
    moments,
    now: () => now,
    /** For so many minutes, from one value to another, reporting every so many seconds. */
    drive(minutes: number, attributes: (done: number) => Attributes, every = 30) {
      const count = (minutes * 60) / every;
      for (let index = 1; index <= count; index += 1)
        add(every, 15, true, { ignition: true, ...attributes(index / count) });
    },
    endTrip: (attributes: Attributes) => add(30, 0, true, { ignition: false, ...attributes }, true),
    park(minutes: number, attributes: (done: number) => Attributes, every = 60) {
      const count = (minutes * 60) / every;
      for (let index = 1; index <= count; index += 1)
        add(every, 0, false, { ignition: false, ...attributes(index / count) });
    },
    /** Nothing is heard; then one fix, so far away. */
    silence: (minutes: number, metres: number, isDriving: boolean, attributes: Attributes) =>
      add(minutes * 60, metres / (minutes * 60), isDriving, attributes),
  };
};
