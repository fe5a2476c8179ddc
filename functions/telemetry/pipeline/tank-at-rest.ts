import { type EnergyScene, isEngineOn, secondsOf, type Tell } from './energy-scene.ts';
import type { Leg } from './leg.ts';
import { medianOf, pushed, spreadOf } from './median.ts';
import { toHundredths } from './rounded.ts';
import { toldChange } from './tank-facts.ts';
import type { Stay, TankMemory } from './tank-memory.ts';

/** So many levels are looked at: two spikes do not move their median. */
const WINDOW = 5;
/** So many must agree before anything is compared with them. */
const FIRST = 3;
/** Percent within which levels at rest are the same: sensors count in steps of 0.4 to 1. */
const STILL = 2;
/** Percent by which a level must have changed, while the engine was off all the time. */
const CHANGED = 5;
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

/** The first levels that agree are what later ones are compared with. */
const withBase = (stay: Stay, recent: readonly number[], after: number, sure: boolean): Stay => {
  if (!isStill(recent)) return stay;
  const base = medianOf(recent.slice(-FIRST));
  return { ...stay, base, held: after, plateau: base, turned: after, sure };
};

/** Compared with this level from now on. */
const rebased = (memory: TankMemory, stay: Stay, base: number): TankMemory => ({
  ...memory,
  stay: { ...stay, base, plateau: base, held: memory.at - stay.stop[0] },
});

/** Burnt, evaporated, shrunk: what is compared with follows, and so does the level on the way. */
const drifted = (memory: TankMemory, stay: Stay, base: number, by: number): TankMemory => {
  const { level } = memory;
  if (by === 0) return memory;
  return {
    ...memory,
    ...(level !== undefined && { level: toHundredths(level + by) }),
    stay: { ...stay, base: toHundredths(base + by) },
  };
};

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
  const recent = pushed(memory.recent, percent, WINDOW);
  const { base, stop } = stood;
  const after = now - stop[0];
  if (base === undefined)
    return { ...memory, at: now, recent, stay: withBase(stood, recent, after, leg.ignition === false) };

  const median = medianOf(recent);
  const hasTurned = Math.abs(median - (stood.plateau ?? median)) > STILL;
  const isHeld = Math.abs(percent - base) <= STILL;
  const stay: Stay = {
    ...stood,
    ...(hasTurned && { plateau: median, turned: after }),
    ...(isHeld && { held: after, sure: stood.sure || leg.ignition === false }),
  };
  const next = { ...memory, at: now, recent, stay };

  const change = median - base;
  const quiet = after - stay.turned;
  const limit = stay.sure ? CHANGED : CHANGED_OR_TILTED;
  const isOn = isEngineOn(leg, scene);
  const isRefuelled = change >= limit && quiet >= REFUELLED_FOR;
  const isDrained = change <= -limit && quiet >= DRAINED_FOR && !isOn;
  if ((isRefuelled || isDrained) && isStill(recent)) {
    const to = medianOf(recent.slice(-FIRST));
    const told = { stop, began: stay.held, ended: stay.turned, from: base, to };
    return rebased(toldChange(next, scene, tell, told), stay, to);
  }
  if (Math.abs(change) >= limit) return next;
  if (Math.abs(change) > STILL && quiet >= DRAINED_FOR && !stay.sure) return rebased(next, stay, median);
  const hours = (now - memory.at) / 3600;
  const burnt = (isOn && change < 0 ? BURNT_PER_HOUR : SLOW_PER_HOUR) * hours;
  return drifted(next, stay, base, Math.max(-burnt, Math.min(burnt, change)));
};
