import { type EnergyScene, isEngineOn, secondsOf, type Tell } from './energy-scene.ts';
import { type Leg, metresBetween } from './leg.ts';
import { toMetre } from './rounded.ts';
import { atRest } from './tank-at-rest.ts';
import { levelOf, type Stay, type Stop, type TankMemory } from './tank-memory.ts';
import { onTheWay } from './tank-on-the-way.ts';

/** Below, it stands; m/s. */
const STANDS = 1;
/** From here on it has left: noise of a standing receiver is less. */
const LEAVES = 2;
/** Metres around where it stopped, within which it has not left. */
const SAME_PLACE = 60;
/** Seconds after which what sloshed is still. */
const SETTLED_AFTER = 60;
/** Likewise, shortly after another stay of which it is not known yet what was done there: a red light must not hide that. */
const NO_LIGHT = 300;
/** Seconds unheard that are enough for a pump; a stop before them was one. */
const LONG_ENOUGH = 120;
/** Seconds unheard between two fixes on the way: nobody knows whether it stood in between. */
const UNHEARD = 180;
/** Metres: it has not been driven elsewhere unheard, so that what is missing was not burnt. */
const NEAR = 1_000;
/** A level every so many seconds is enough: those closer together slosh alike. */
const EVERY = 20;
/** Percent; what a sensor on the road is taken to be off at first. */
const USUAL_NOISE = 2;

/** Reads what the device says of the tank. */
const levelIn = ({ fix }: Leg, room: number | undefined): number | undefined =>
  fix.attributes && levelOf(fix.attributes.fuelLevel, fix.attributes.fuelMillilitres, room);

const hasLeft = ([, lat, lon]: Stop, { fix, speed, ignition }: Leg): boolean =>
  (speed >= LEAVES && ignition !== false) || metresBetween(lat, lon, fix.lat, fix.lon) > SAME_PLACE;

const left = (stop: Stop, off: boolean, now: number): Stay => ({ stop, off, left: now - stop[0] });

/** It stands, or goes on standing. */
const standing = (memory: TankMemory, leg: Leg, scene: EnergyScene): TankMemory => {
  const { stop, stay } = memory;
  const now = secondsOf(leg);
  if (stay && stay.left === undefined) {
    const still = stillAt(stay, leg, scene);
    return still === stay ? memory : { ...memory, stay: still };
  }
  if (!stop) return { ...memory, stop: [now, toMetre(leg.fix.lat), toMetre(leg.fix.lon)] };
  if (now - stop[0] < (stay ? NO_LIGHT : SETTLED_AFTER)) return memory;
  const { stop: _, ...rest } = memory;
  const off = leg.from?.attributes?.ignition === false || !isEngineOn(leg, scene);
  return { ...rest, recent: [], stay: { stop, off } };
};

const stillAt = (stay: Stay, leg: Leg, scene: EnergyScene): Stay => {
  const { rest } = stay;
  const off = stay.off || !isEngineOn(leg, scene);
  const isUnsure = rest?.sure && leg.ignition !== false;
  if (off === stay.off && !isUnsure) return stay;
  return { ...stay, off, ...(isUnsure && { rest: { ...rest, sure: false } }) };
};

/** It moves, or was moved while nobody heard of it. */
const moving = (memory: TankMemory, leg: Leg): TankMemory => {
  const { stop, stay } = memory;
  const isHere = stay !== undefined && stay.left === undefined;
  if (!stop && !isHere && leg.seconds < UNHEARD) return memory;
  const { stop: _, ...rest } = memory;
  const now = secondsOf(leg);
  const isNear = leg.seconds < UNHEARD || leg.metres <= NEAR;
  if (isHere) return { ...rest, recent: [], stay: left(stay.stop, stay.off && isNear, now) };
  const { from } = leg;
  if (!from || leg.seconds < LONG_ENOUGH) return rest;
  const stood: Stop = stop ?? [Math.floor(from.at / 1000), toMetre(from.lat), toMetre(from.lon)];
  const off = stop !== undefined && isNear && from.attributes?.ignition !== true;
  return { ...rest, recent: [], stay: left(stood, off, now) };
};

const isStanding = ({ stop, stay }: TankMemory, leg: Leg): boolean => {
  if (stay && stay.left === undefined) return !hasLeft(stay.stop, leg);
  if (stop) return !hasLeft(stop, leg);
  return leg.speed < STANDS || leg.ignition === false;
};

/** Follows the level of a tank. Absent until the device says anything of one. */
export const followTank = (
  memory: TankMemory | undefined,
  leg: Leg,
  scene: EnergyScene,
  tell: Tell,
): TankMemory | undefined => {
  const level = levelIn(leg, scene.tankMillilitres);
  if (!memory && level === undefined) return undefined;
  const known = withRoom(memory ?? { noise: USUAL_NOISE, at: 0, recent: [] }, scene.tankMillilitres);
  const placed = isStanding(known, leg) ? standing(known, leg, scene) : moving(known, leg);
  if (level === undefined || secondsOf(leg) - placed.at < EVERY) return placed;
  const { stop, stay } = placed;
  if (stay && stay.left === undefined) return atRest(placed, stay, level, leg, scene, tell);
  // Between stopping and lying still, a tank shows neither the one nor the other.
  return stop ? placed : onTheWay(placed, level, leg, scene, tell);
};

const withRoom = (memory: TankMemory, room: number | undefined): TankMemory => {
  if (memory.room === room) return memory;
  const { room: _, ...rest } = memory;
  return room === undefined ? rest : { ...rest, room };
};
