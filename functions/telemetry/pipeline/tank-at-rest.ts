import { type EnergyScene, isEngineOn, secondsOf, type Tell } from './energy-scene.ts';
import type { Leg } from './leg.ts';
import { medianOf, pushed, spreadOf } from './median.ts';
import { toThousandths } from './rounded.ts';
import { toldChange } from './tank-facts.ts';
import type { Rest, Stay, TankMemory } from './tank-memory.ts';

/** So many levels are looked at: two spikes do not move their median. */
const WINDOW = 5;
/** So many must agree before anything is compared with them. */
const FIRST = 3;
/** Percent within which levels at rest are the same: sensors count in steps of 0.4 to 1. */
const STILL = 2;
/** Percent by which a level must have changed, while the engine was off all the time: more than one step of a gauge that counts in sixteenths. */
const CHANGED = 7;
/** The same when it may have been moved a few metres onto a slope in between: a tilted tank shows up to 8 more or less. */
const CHANGED_OR_TILTED = 9;
/** Seconds without another change: a pump that clicks off and on makes one refuelling. */
const REFUELLED_FOR = 60;
/** Likewise, and a sensor that was disconnected for a moment must not look like a thief. */
const DRAINED_FOR = 300;
/** Percent an hour that heaters take and cold makes less. What is lost faster while the engine is off is drained, however slowly. */
const SLOW_PER_HOUR = 0.5;

/** Percent an hour that an engine can burn at a standstill, driving a pump or a cooler. */
const BURNT_PER_HOUR = 15;

/** Whether the last levels agree: nothing is being poured. */
const isStill = (recent: readonly number[]): boolean =>
  recent.length >= FIRST && spreadOf(recent.slice(-FIRST)) <= STILL;

/** One look at the tank. */
interface Look {
  readonly rest: Rest;
  /** Seconds since it stopped. */
  readonly after: number;
  readonly percent: number;
  readonly median: number;
  readonly isOff: boolean;
}

/** The first levels that agree are what later ones are compared with. */
const resting = (stay: Stay, recent: readonly number[], after: number, sure: boolean): Stay => {
  if (!isStill(recent)) return stay;
  const base = medianOf(recent.slice(-FIRST));
  return { ...stay, rest: { base, held: after, plateau: base, turned: after, sure } };
};

/** Compared with this level from now on. */
const rebased = (memory: TankMemory, stay: Stay, rest: Rest, base: number): TankMemory => ({
  ...memory,
  stay: { ...stay, rest: { ...rest, base, plateau: base, held: memory.at - stay.stop[0] } },
});

/** Burnt, evaporated, shrunk: what is compared with follows, and so does the level on the way. */
const drifted = (memory: TankMemory, stay: Stay, rest: Rest, by: number): TankMemory => {
  const { level } = memory;
  if (by === 0) return memory;
  return {
    ...memory,
    ...(level !== undefined && { level: toThousandths(level + by) }),
    stay: { ...stay, rest: { ...rest, base: toThousandths(rest.base + by) } },
  };
};

const followed = ({ rest, after, percent, median, isOff }: Look): Rest => ({
  ...rest,
  ...(Math.abs(median - rest.plateau) > STILL && { plateau: median, turned: after }),
  ...(Math.abs(percent - rest.base) <= STILL && { held: after, sure: rest.sure || isOff }),
});

/** One more level at a place where the vehicle stands. */
export const atRest = (
  memory: TankMemory,
  stood: Stay,
  percent: number,
  leg: Leg,
  scene: EnergyScene,
  tell: Tell,
): TankMemory => {
  const now = secondsOf(leg);
  const after = now - stood.stop[0];
  const recent = pushed(memory.recent, percent, WINDOW);
  const isOff = leg.ignition === false;
  if (!stood.rest) return { ...memory, at: now, recent, stay: resting(stood, recent, after, isOff) };

  const median = medianOf(recent);
  const rest = followed({ rest: stood.rest, after, percent, median, isOff });
  const stay: Stay = { ...stood, rest };
  const next = { ...memory, at: now, recent, stay };

  const change = median - rest.base;
  const quiet = after - rest.turned;
  const limit = rest.sure ? CHANGED : CHANGED_OR_TILTED;
  const isOn = isEngineOn(leg, scene);
  const isRefuelled = change >= limit && quiet >= REFUELLED_FOR;
  const isDrained = change <= -limit && quiet >= DRAINED_FOR && !isOn;
  if ((isRefuelled || isDrained) && isStill(recent)) {
    const to = medianOf(recent.slice(-FIRST));
    const told = { stop: stay.stop, began: rest.held, ended: rest.turned, from: rest.base, to };
    return rebased(toldChange(next, scene, tell, told), stay, rest, to);
  }
  if (Math.abs(change) >= limit) return next;
  if (Math.abs(change) > STILL && quiet >= DRAINED_FOR && !rest.sure) return rebased(next, stay, rest, median);
  const hours = (now - memory.at) / 3600;
  const most = (isOn && change < 0 ? BURNT_PER_HOUR : SLOW_PER_HOUR) * hours;
  return drifted(next, stay, rest, Math.max(-most, Math.min(most, change)));
};
