import { factId } from '../facts.ts';
import { type EnergyScene, secondsOf, spotAt, type Tell } from './energy-scene.ts';
import type { Leg } from './leg.ts';
import { toHundredths, toMetre } from './rounded.ts';

/** Charging, or what looks like it so far. Percent, seconds since 1970. */
export interface Session {
  readonly since: number;
  readonly lat: number;
  readonly lon: number;
  readonly from: number;
  readonly to: number;
  /** When it last became more. */
  readonly grown: number;
  /** Whether the vehicle itself said that it was charging. */
  readonly told: boolean;
}

/** What is known of a traction battery. */
export interface BatteryMemory {
  /** State of charge, percent. */
  readonly charge: number;
  readonly at: number;
  /** Percent taken out since the trip began, less what came back when braking. */
  readonly spent: number;
  /** A value so far from the last that another must confirm it. */
  readonly doubted?: number;
  readonly session?: Session;
  /** Room in it, watt-hours. */
  readonly room?: number;
}

/** Below, it stands; m/s. */
const STANDS = 2;
/** Metres between two fixes: it has not been driven elsewhere unheard. */
const SAME_PLACE = 500;
/** Seconds unheard, after which the first fix on the way may tell of charging before it. */
const UNHEARD = 600;
/** Percent from one value to the next, that another must confirm: no charger gives so much in a minute, and no motor takes it. */
const LEAP = 12;
/** Percent that a charge must bring: what a vehicle says itself counts from one on; a resting battery shows two more by itself. */
const CHARGED_TOLD = 1;
const CHARGED = 3;
/** Percent less than before: it is not being charged any more. */
const SINKS = 1;
/** Seconds without growth after which a session is over: tariffs and load management pause for minutes. */
const PAUSE = 3_600;

const chargeOf = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= 100 ? toHundredths(value) : undefined;

/** It stands, and no engine is charging it. */
const canCharge = ({ speed, metres, fix }: Leg): boolean => {
  const rpm = fix.attributes?.rpm;
  return speed < STANDS && metres <= SAME_PLACE && !(typeof rpm === 'number' && rpm > 0);
};

const ended = (memory: BatteryMemory, scene: EnergyScene, tell: Tell): BatteryMemory => {
  const { session, ...rest } = memory;
  if (!session || session.to - session.from < (session.told ? CHARGED_TOLD : CHARGED)) return rest;
  const { from, to, since, lat, lon } = session;
  const at = since * 1000;
  const { room } = memory;
  tell({
    type: 'charged',
    id: factId('charging', scene.vehicleId, at),
    vehicleId: scene.vehicleId,
    at,
    endedAt: session.grown * 1000,
    spot: spotAt(scene, lat, lon),
    fromPercent: from,
    toPercent: to,
    ...(room !== undefined && { wattHours: Math.round(((to - from) / 100) * room) }),
    odometer: Math.round(scene.odometer),
  });
  return rest;
};

const isOver = ({ to, grown }: Session, charge: number, now: number, isTold: boolean): boolean =>
  charge < to - SINKS || (!isTold && now - grown > PAUSE);

/** A session goes on, or is over. */
const charging = (
  memory: BatteryMemory,
  session: Session,
  charge: number,
  leg: Leg,
  scene: EnergyScene,
  tell: Tell,
) => {
  const now = secondsOf(leg);
  const isTold = leg.fix.attributes?.charging === true;
  const grows = charge > session.to && leg.metres <= SAME_PLACE;
  const grown: Session = {
    ...session,
    ...(grows && { to: charge, grown: now }),
    told: session.told || isTold,
  };
  const next = { ...memory, charge, at: now, session: grown };
  return !canCharge(leg) || isOver(grown, charge, now, isTold) ? ended(next, scene, tell) : next;
};

/** No session so far: one begins when the vehicle says so, or when a standing one has more than before. */
const idle = (memory: BatteryMemory, charge: number, leg: Leg, scene: EnergyScene, tell: Tell): BatteryMemory => {
  const now = secondsOf(leg);
  const more = charge - memory.charge;
  const isTold = leg.fix.attributes?.charging === true && canCharge(leg);
  const isUnheard = now - memory.at >= UNHEARD && leg.metres <= SAME_PLACE && more >= CHARGED;
  if (isTold || isUnheard || (more > 0 && canCharge(leg))) {
    const { lat, lon } = more > 0 && leg.from ? leg.from : leg.fix;
    const session: Session = {
      since: more > 0 ? memory.at : now,
      ...{ lat: toMetre(lat), lon: toMetre(lon) },
      ...{ from: memory.charge, to: Math.max(charge, memory.charge), grown: now, told: isTold },
    };
    const begun = { ...memory, charge, at: now, session };
    return canCharge(leg) ? begun : ended(begun, scene, tell);
  }
  if (more === 0 && now - memory.at < 60) return memory;
  const isTaken = scene.isDriving && (more < 0 || leg.seconds < UNHEARD);
  return { ...memory, charge, at: now, ...(isTaken && { spent: toHundredths(memory.spent - more) }) };
};

/** Another value may be the sensor's mistake, unless the next one is like it. */
const isLeap = ({ charge, doubted = charge }: BatteryMemory, value: number): boolean =>
  Math.abs(value - charge) > LEAP && Math.abs(value - doubted) > LEAP;

/** Follows the state of charge. Absent until the device says anything of it. */
export const followBattery = (
  memory: BatteryMemory | undefined,
  leg: Leg,
  scene: EnergyScene,
  tell: Tell,
): BatteryMemory | undefined => {
  const charge = chargeOf(leg.fix.attributes?.stateOfCharge);
  if (charge === undefined) {
    const hasLeft = memory?.session && leg.speed >= STANDS && leg.ignition !== false;
    return hasLeft ? ended(memory, scene, tell) : memory;
  }
  if (!memory) return withRoom({ charge, at: secondsOf(leg), spent: 0 }, scene.batteryWattHours);
  const known = withRoom(memory, scene.batteryWattHours);
  if (isLeap(known, charge)) return { ...known, doubted: charge };
  const { doubted, ...sure } = known;
  const next = doubted === undefined ? known : sure;
  const { session } = next;
  return session ? charging(next, session, charge, leg, scene, tell) : idle(next, charge, leg, scene, tell);
};

const withRoom = (memory: BatteryMemory, room: number | undefined): BatteryMemory => {
  if (memory.room === room) return memory;
  const { room: _, ...rest } = memory;
  return room === undefined ? rest : { ...rest, room };
};
