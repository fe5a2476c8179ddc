import type { Consumed } from '../facts.ts';
import { type BatteryMemory, followBattery } from './battery.ts';
import type { EnergyScene, Tell } from './energy-scene.ts';
import { type CounterMemory, followCounter } from './fuel-counter.ts';
import type { Leg } from './leg.ts';
import { followTank } from './tank.ts';
import type { TankMemory } from './tank-memory.ts';

export type { EnergyScene } from './energy-scene.ts';

/** What is known of a vehicle's fuel and its battery: nothing, while its device says nothing of them. A plug-in hybrid has both. */
export interface EnergyMemory {
  readonly tank?: TankMemory;
  readonly counter?: CounterMemory;
  readonly battery?: BatteryMemory;
}

export const energyStart: EnergyMemory = {};

/** Follows tank, fuel counter and battery, and tells of what was filled, drained and charged. */
export const followEnergy = (memory: EnergyMemory, leg: Leg, scene: EnergyScene, tell: Tell): EnergyMemory => {
  const { tank, counter, battery } = memory;
  const { attributes } = leg.fix;
  if (!attributes && !tank && !battery) return memory;
  const nextTank = followTank(tank, leg, scene, tell);
  const nextCounter = followCounter(counter, leg, scene);
  const nextBattery = followBattery(battery, leg, scene, tell);
  if (nextTank === tank && nextCounter === counter && nextBattery === battery) return memory;
  return {
    ...(nextTank && { tank: nextTank }),
    ...(nextCounter && { counter: nextCounter }),
    ...(nextBattery && { battery: nextBattery }),
  };
};

/** By the engine's own counter, else by what is missing in the tank. */
const fuelOf = ({ tank, counter }: EnergyMemory): number | undefined => {
  if (counter) return counter.burnt;
  if (tank?.level === undefined || tank.paid === undefined || tank.room === undefined) return undefined;
  return Math.max(0, Math.round(((tank.paid - tank.level) / 100) * tank.room));
};

const energyOf = ({ battery }: EnergyMemory): number | undefined =>
  battery?.room === undefined ? undefined : Math.max(0, Math.round((battery.spent / 100) * battery.room));

/** What was taken out of tank and battery since the trip began, as far as that is known. Never negative. */
export const consumedOf = (memory: EnergyMemory): Consumed => {
  const [fuelMillilitres, energyWattHours] = [fuelOf(memory), energyOf(memory)];
  return {
    ...(fuelMillilitres !== undefined && { fuelMillilitres }),
    ...(energyWattHours !== undefined && { energyWattHours }),
  };
};

/** Percent that the smoothed level may be above what trips have paid for by noise alone; more was filled in without anybody noticing. */
const TOPPED_UP = 5;

/** A level that has risen a little is noise: the next trip pays only for what is below what the others have paid for, so that their sum is right. */
const paidFor = (tank: TankMemory): TankMemory => {
  const { level, paid } = tank;
  if (level === undefined || paid === undefined || level === paid) return tank;
  return level < paid || level > paid + TOPPED_UP ? { ...tank, paid: level } : tank;
};

/** A trip has ended: what is consumed from now on is the next one's. */
export const energyOfNewTrip = (memory: EnergyMemory): EnergyMemory => {
  const { tank, counter, battery } = memory;
  return {
    ...(tank && { tank: paidFor(tank) }),
    ...(counter && { counter: { ...counter, burnt: 0 } }),
    ...(battery && { battery: { ...battery, spent: 0 } }),
  };
};
