import { type DriverState, headingOf, placeOf, speedOf } from './driver.ts';
import type { FleetVehicle } from './fleet.ts';
import { offset } from './geo.ts';
import { type Draw, normal } from './random.ts';
import { energyOf, isFilling } from './supply.ts';

const { floor, hypot, max, min, round } = Math;

/** A fix as `POST /ingest/batch` takes it. */
export interface Fix {
  readonly deviceId: string;
  readonly at: string;
  readonly lat: number;
  readonly lon: number;
  /** Metres per second. */
  readonly speed: number;
  /** Degrees. */
  readonly heading: number;
  /** Metres. */
  readonly accuracy: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** What a vehicle has counted: metres, and seconds with the engine on. */
export interface Clocks {
  readonly odometer: number;
  readonly engineSeconds: number;
}

/** Metres, one standard deviation east and north. */
const GPS_ERROR = 2.5;
/** Percent of the tank, one standard deviation: fuel sloshes by two percent at most, and at rest a sensor is nearly right. */
const SLOSH = 2 / 3;
const AT_REST = 0.1;
/** Milliseconds for which a tracker goes on telling that somebody has braked harshly. */
const TOLD_FOR = 3_000;
const MINUTE = 60_000;

/** What the tracker in the vehicle reports. `clocks` are what had been counted before the state's own. */
export const report = (
  deviceId: string,
  state: DriverState,
  clocks: Clocks,
  { draw, supply }: Pick<FleetVehicle, 'draw' | 'supply'>,
): Fix => {
  const { activity, time } = state;
  // A receiver that stands still holds its position; one that moves errs anew with every fix.
  const moment = activity.kind === 'standing' ? activity.until : time;
  const [east, north] = [normal(draw, 'east', moment) * GPS_ERROR, normal(draw, 'north', moment) * GPS_ERROR];
  const place = offset(placeOf(state), east, north);
  return {
    deviceId,
    at: new Date(time).toISOString(),
    lat: rounded(place.lat, 6),
    lon: rounded(place.lon, 6),
    speed: rounded(speedOf(state), 1),
    heading: round(headingOf(state)) % 360,
    accuracy: rounded(3 + hypot(east, north) / 2, 1),
    attributes: {
      ignition: activity.kind === 'driving' || activity.ignition,
      odometer: round(clocks.odometer + state.odometer),
      satellites: 8 + floor(7 * draw('satellites', floor(time / MINUTE))),
      ...(supply.of === 'fuel'
        ? { fuelLevel: gauge(state, draw), engineSeconds: round(clocks.engineSeconds + state.engineSeconds) }
        : { stateOfCharge: rounded(energyOf(state), 1), charging: isFilling(state) }),
      ...(hasJustBraked(state) && { event: 'harsh-brake' }),
    },
  };
};

/** Whether its driver has braked harshly so lately that the tracker tells. */
export const hasJustBraked = ({ time, braked }: DriverState): boolean =>
  braked !== undefined && time - braked < TOLD_FOR;

/** Percent of the tank, as the float in it says. */
const gauge = (state: DriverState, draw: Draw): number => {
  const error = normal(draw, 'slosh', state.time) * (state.activity.kind === 'driving' ? SLOSH : AT_REST);
  return rounded(min(100, max(0, energyOf(state) + error)), 1);
};

/** Whether a tracker speaks now: always on the move, at once when that changes, and every `idle` ms while parked. */
export const isDue = (state: DriverState, last: DriverState | undefined, idle: number): boolean =>
  state.time !== last?.time &&
  (last === undefined ||
    state.activity.kind === 'driving' ||
    state.activity !== last.activity ||
    state.time - last.time >= idle);

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
