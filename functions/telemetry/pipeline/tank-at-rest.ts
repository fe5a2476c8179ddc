import { type EnergyScene, isEngineOn, secondsOf, type Tell } from './energy-scene.ts';
import type { Leg } from './leg.ts';
import { medianOf, pushed, spreadOf } from './median.ts';
import { toldChange } from './tank-facts.ts';
import { type Stay, type TankMemory, thousandth } from './tank-memory.ts';

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
/** Percent above the level on the way that no slope explains: it was being filled before the first look. */
const FILLED_ON_ARRIVAL = 12;
/** Seconds without another change: a pump that clicks off and on makes one refuelling. */
const REFUELLED_FOR = 60;
/** Likewise, and a sensor that was disconnected for a moment must not look like a thief. */
const DRAINED_FOR = 300;
/** Percent an hour that heaters take and cold makes less. What is lost faster while the engine is off is drained, however slowly. */
const SLOW_PER_HOUR = 0.5;

/** Percent an hour that an engine can burn at a standstill, driving a pump or a cooler. */
const BURNT_PER_HOUR = 15;

/** The first levels that agree are what later ones are compared with. */
const withBase = (
  stay: Stay,
  recent: readonly number[],
  now: number,
  level: number | undefined,
  sure: boolean,
): Stay => {
  const first = recent.slice(-FIRST);
  if (first.length < FIRST || spreadOf(first) > STILL) return stay;
  const base = medianOf(first);
  if (level !== undefined && base - level > FILLED_ON_ARRIVAL)
    return { ...stay, base: level, held: stay.since, plateau: base, turned: now };
  return { ...stay, base, held: now, plateau: base, turned: now, sure };
};

/** Compared with this level from now on. */
const rebased = (memory: TankMemory, stay: Stay, base: number): TankMemory => ({
  ...memory,
  stay: { ...stay, base, plateau: base, held: memory.at },
});

/** Burnt, evaporated, shrunk: what is compared with follows, and so does the level on the way. */
const drifted = (memory: TankMemory, stay: Stay, base: number, by: number): TankMemory => {
  const { level } = memory;
  if (by === 0) return memory;
  return {
    ...memory,
    ...(level !== undefined && { level: thousandth(level + by) }),
    stay: { ...stay, base: thousandth(base + by) },
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
  const { base } = stood;
  if (base === undefined)
    return { ...memory, at: now, recent, stay: withBase(stood, recent, now, memory.level, leg.ignition === false) };

  const median = medianOf(recent);
  const hasTurned = Math.abs(median - (stood.plateau ?? median)) > STILL;
  const isHeld = Math.abs(percent - base) <= STILL;
  const stay: Stay = {
    ...stood,
    ...(hasTurned && { plateau: median, turned: now }),
    ...(isHeld && { held: now, sure: stood.sure || leg.ignition === false }),
  };
  const next = { ...memory, at: now, recent, stay };

  const change = median - base;
  const quiet = now - stay.turned;
  const limit = stay.sure ? CHANGED : CHANGED_OR_TILTED;
  const isOn = isEngineOn(leg, scene);
  const isRefuelled = change >= limit && quiet >= REFUELLED_FOR;
  const isDrained = change <= -limit && quiet >= DRAINED_FOR && !isOn;
  if (isRefuelled || isDrained)
    return rebased(toldChange(next, scene, tell, { stay, from: base, to: median, endedAt: stay.turned }), stay, median);
  if (Math.abs(change) >= limit) return next;
  if (Math.abs(change) > STILL && quiet >= DRAINED_FOR && !stay.sure) return rebased(next, stay, median);
  const hours = (now - memory.at) / 3600;
  const burnt = (isOn && change < 0 ? BURNT_PER_HOUR : SLOW_PER_HOUR) * hours;
  return drifted(next, stay, base, Math.max(-burnt, Math.min(burnt, change)));
};
