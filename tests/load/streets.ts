/** What a device on a made-up drive reports. Degrees of WGS 84, metres per second; odometer in metres, fuel in percent of the tank. */
export interface StreetFix {
  readonly lat: number;
  readonly lon: number;
  readonly speed: number;
  readonly heading: number;
  readonly accuracy: number;
  readonly attributes: { readonly ignition: boolean; readonly odometer: number; readonly fuelLevel: number };
}

/** A trip takes twenty minutes, and the stop after it five, with the engine off: both are found out by whoever looks for trips. */
const TRIP_SECONDS = 1_200;
const STOP_SECONDS = 300;
const CYCLE_SECONDS = TRIP_SECONDS + STOP_SECONDS;
/** Until it has its speed, and from when on it brakes: not harshly. */
const RAMP_SECONDS = 15;

/** Blocks of a grid, metres. Corners are rounded, so that nobody takes them at more than 3 m/s² across. */
const BLOCK = 200;
const CORNER_RADIUS = 50;
const CORNER = (Math.PI / 2) * CORNER_RADIUS;

const METRES_PER_DEGREE = 111_195;
/** Vehicles lie so many degrees apart, in rows: each has its own part of town. */
const APART = 0.02;
const PER_ROW = 400;
const SOUTH = 46;
const WEST = 2;

const TRIPS_PER_TANK = 20;
const FULL = 95;
/** Percent of a tank that a trip takes. */
const PER_TRIP = 4;

const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** How far into a trip of this cruising speed: metres, and the speed there. */
const onTrip = (seconds: number, cruise: number): { readonly metres: number; readonly speed: number } => {
  const length = cruise * (TRIP_SECONDS - RAMP_SECONDS);
  if (seconds >= TRIP_SECONDS) return { metres: length, speed: 0 };
  const toEnd = TRIP_SECONDS - seconds;
  if (toEnd < RAMP_SECONDS)
    return { metres: length - (cruise * toEnd ** 2) / (2 * RAMP_SECONDS), speed: (cruise * toEnd) / RAMP_SECONDS };
  if (seconds < RAMP_SECONDS)
    return { metres: (cruise * seconds ** 2) / (2 * RAMP_SECONDS), speed: (cruise * seconds) / RAMP_SECONDS };
  return { metres: cruise * (seconds - RAMP_SECONDS / 2), speed: cruise };
};

/** Where a way of so many metres ends that goes round a rectangle of streets, always to the right: metres, and where one heads, in radians. */
const round = (metres: number, wide: number, high: number) => {
  const sides = [high - 2 * CORNER_RADIUS, wide - 2 * CORNER_RADIUS];
  const lap = 2 * (sides[0] ?? 0) + 2 * (sides[1] ?? 0) + 4 * CORNER;
  let left = metres % lap;
  let [east, north] = [0, CORNER_RADIUS];
  for (let side = 0; ; side++) {
    const course = (side % 4) * (Math.PI / 2);
    const straight = Math.min(left, sides[side % 2] ?? 0);
    const turned = Math.min(Math.max(0, left - (sides[side % 2] ?? 0)), CORNER);
    const angle = turned / CORNER_RADIUS;
    const ahead = straight + CORNER_RADIUS * Math.sin(angle);
    const aside = CORNER_RADIUS * (1 - Math.cos(angle));
    east += ahead * Math.sin(course) + aside * Math.cos(course);
    north += ahead * Math.cos(course) - aside * Math.sin(course);
    left -= straight + turned;
    if (left <= 0 || side >= 4) return { east, north, heading: course + angle };
  }
};

/**
 * Where the vehicle of this number is, so many seconds after the beginning: it drives round some blocks at 8 to 12 m/s, and stops after each trip.
 * The same for the same arguments; every vehicle begins somewhere else in its day.
 */
export const onStreets = (vehicle: number, seconds: number): StreetFix => {
  const cruise = 8 + (vehicle % 9) / 2;
  const time = seconds + ((vehicle * 617) % CYCLE_SECONDS);
  const trips = Math.floor(time / CYCLE_SECONDS);
  const inCycle = time % CYCLE_SECONDS;
  const { metres, speed } = onTrip(inCycle, cruise);
  const odometer = trips * cruise * (TRIP_SECONDS - RAMP_SECONDS) + metres;
  const { east, north, heading } = round(odometer, BLOCK * (2 + (vehicle % 4)), BLOCK * (2 + (vehicle % 5)));
  const lat = SOUTH + Math.floor(vehicle / PER_ROW) * APART;
  const lon = WEST + (vehicle % PER_ROW) * APART;
  return {
    lat: rounded(lat + north / METRES_PER_DEGREE, 6),
    lon: rounded(lon + east / METRES_PER_DEGREE / Math.cos((lat * Math.PI) / 180), 6),
    speed: rounded(speed, 1),
    heading: Math.round((heading * 180) / Math.PI) % 360,
    accuracy: 4,
    attributes: {
      ignition: inCycle < TRIP_SECONDS,
      odometer: Math.round(odometer + vehicle * 1_000),
      fuelLevel: rounded(FULL - PER_TRIP * ((trips % TRIPS_PER_TANK) + Math.min(1, inCycle / TRIP_SECONDS)), 1),
    },
  };
};

/** What a vehicle reports that stands where its first trip ends. */
export const standing = (vehicle: number): StreetFix =>
  onStreets(vehicle, CYCLE_SECONDS + TRIP_SECONDS - ((vehicle * 617) % CYCLE_SECONDS));

export interface Driven {
  readonly vehicle: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly fix: StreetFix;
}

/** The fixes of a fleet in the order in which they are measured, each vehicle every so many seconds from `start` (milliseconds) on. */
export const fleetOnStreets = (vehicles: number, start: number, everySeconds: number) => {
  let next = 0;
  return (): Driven => {
    const vehicle = next % vehicles;
    const seconds = (next / vehicles) * everySeconds;
    next += 1;
    return { vehicle, at: Math.round(start + seconds * 1_000), fix: onStreets(vehicle, seconds) };
  };
};
