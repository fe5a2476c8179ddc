import { factId } from '../facts.ts';
import { type EnergyScene, spotAt, type Tell } from './energy-scene.ts';
import { toHundredths } from './rounded.ts';
import type { Stop, TankMemory } from './tank-memory.ts';

interface Change {
  readonly stop: Stop;
  /** Seconds since it stopped there. */
  readonly began: number;
  readonly ended: number;
  readonly from: number;
  readonly to: number;
}

/** Tells that the tank was filled or emptied, and keeps that from looking like consumption. */
export const toldChange = (
  memory: TankMemory,
  scene: EnergyScene,
  tell: Tell,
  { stop, began, ended, from, to }: Change,
): TankMemory => {
  const [since, lat, lon] = stop;
  const at = (since + began) * 1000;
  const [fromPercent, toPercent] = [toHundredths(from), toHundredths(Math.min(to, 100))];
  const { room } = memory;
  tell({
    type: to > from ? 'refuelled' : 'fuel-drained',
    id: factId('fuelling', scene.vehicleId, at),
    vehicleId: scene.vehicleId,
    at,
    endedAt: Math.max((since + ended) * 1000, at),
    spot: spotAt(scene, lat, lon),
    fromPercent,
    toPercent,
    ...(room !== undefined && { millilitres: Math.round((Math.abs(toPercent - fromPercent) / 100) * room) }),
    odometer: Math.round(scene.odometer),
  });
  return shifted(memory, to - from);
};

/** With another level that no engine has caused. */
export const shifted = (memory: TankMemory, by: number): TankMemory => {
  const { level, paid } = memory;
  if (level === undefined || paid === undefined) return memory;
  return { ...memory, level: toHundredths(level + by), paid: toHundredths(paid + by) };
};
