import { type EnergyScene, secondsOf, type Tell } from './energy-scene.ts';
import type { Leg } from './leg.ts';
import { medianOf, pushed } from './median.ts';
import { toHundredths } from './rounded.ts';
import { shifted, toldChange } from './tank-facts.ts';
import type { TankMemory } from './tank-memory.ts';

/** So many levels are looked at: of slosh by 5 percent to each side, their median is off by 1.7 (one standard deviation). */
const WINDOW = 7;
/** With so many, the smoothed level may follow a little. */
const SOME = 3;
/** Seconds over which it follows: long beside slosh and hills, short beside a tank. */
const SMOOTHED_OVER = 300;
/** What one sample may count for at most, seconds. */
const MAX_SECONDS = 60;
/** Percent that the tank must have become fuller by, and how often the noise: six times what a median may be off. */
const REFUELLED = 10;
const DRAINED = 12;
const NOISES = 4;
/** How fast the noise is learnt, by sample, and what a spike counts for at most. */
const LEARNT = 0.05;
const MAX_NOISE = 10;

/**
 * One more level on the way. When after a stay the tank is much fuller than before, it was filled there; much emptier, and the engine was
 * off, it was drained. Without a stay, it was the sensor, or nobody was listening.
 */
export const onTheWay = (memory: TankMemory, percent: number, leg: Leg, scene: EnergyScene, tell: Tell): TankMemory => {
  const now = secondsOf(leg);
  const recent = pushed(memory.recent, percent, WINDOW);
  const median = medianOf(recent);
  const off = Math.min(Math.abs(percent - median), MAX_NOISE);
  const noise = toHundredths(memory.noise + LEARNT * (off - memory.noise));
  const next = { ...memory, at: now, recent, noise };
  const isFull = recent.length === WINDOW;
  const { level } = memory;
  if (level === undefined) return isFull ? { ...withoutStay(next), level: median, paid: median } : next;

  const change = median - level;
  const limit = Math.max(change > 0 ? REFUELLED : DRAINED, NOISES * noise);
  if (Math.abs(change) >= limit) return isFull ? settled(next, level, median, scene, tell) : next;
  if (recent.length < SOME) return next;
  const seconds = Math.min(now - memory.at, MAX_SECONDS);
  const followed = { ...next, level: toHundredths(level + (change * seconds) / (SMOOTHED_OVER + seconds)) };
  return isFull ? withoutStay(followed) : followed;
};

const withoutStay = (memory: TankMemory): TankMemory => {
  if (!memory.stay) return memory;
  const { stay: _, ...rest } = memory;
  return rest;
};

/** It stays at another level than before. */
const settled = (memory: TankMemory, level: number, median: number, scene: EnergyScene, tell: Tell): TankMemory => {
  const { stay } = memory;
  const isFuller = median > level;
  if (stay && (isFuller || stay.off)) {
    const change = { stop: stay.stop, began: 0, ended: stay.left ?? 0, from: level, to: median };
    return withoutStay(toldChange(memory, scene, tell, change));
  }
  // Nobody fills a tank while driving; what became less was burnt where nothing was heard.
  return isFuller ? shifted(memory, median - level) : { ...memory, level: median };
};
