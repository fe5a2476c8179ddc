import { type DriverState, placeOf, speedOf } from './driver.ts';
import { offset } from './geo.ts';
import { type Draw, normal } from './random.ts';

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
  readonly attributes: { readonly ignition: boolean; readonly odometer: number };
}

/** Metres, one standard deviation east and north. */
const GPS_ERROR = 2.5;

/** What the tracker in the vehicle reports. `odometer` is what stood on the clock before the state's own metres. */
export const report = (deviceId: string, state: DriverState, odometer: number, draw: Draw): Fix => {
  const { activity, time, heading } = state;
  // A receiver that stands still holds its position; one that moves errs anew with every fix.
  const moment = activity.kind === 'standing' ? activity.until : time;
  const [east, north] = [normal(draw, 'east', moment) * GPS_ERROR, normal(draw, 'north', moment) * GPS_ERROR];
  const place = offset(placeOf(state), east, north);
  return {
    deviceId,
    at: new Date(time).toISOString(),
    lat: round(place.lat, 6),
    lon: round(place.lon, 6),
    speed: round(speedOf(state), 1),
    heading: Math.round(heading) % 360,
    accuracy: round(3 + Math.hypot(east, north) / 2, 1),
    attributes: {
      ignition: activity.kind === 'driving' || activity.ignition,
      odometer: Math.round(odometer + state.odometer),
    },
  };
};

/** Whether a tracker speaks now: always on the move, at once when that changes, and every `idle` ms while parked. */
export const isDue = (state: DriverState, last: DriverState | undefined, idle: number): boolean =>
  state.time !== last?.time &&
  (last === undefined ||
    state.activity.kind === 'driving' ||
    state.activity !== last.activity ||
    state.time - last.time >= idle);

const round = (value: number, digits: number) => Number(value.toFixed(digits));
