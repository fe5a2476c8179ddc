/** One recorded position. Everything but time and place may be missing. */
export interface TrackPoint {
  /** The recording's own name for the vehicle, when it has one. */
  readonly vehicle?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  /** Metres per second. */
  readonly speed?: number;
  /** Degrees. */
  readonly heading?: number;
  /** Metres. */
  readonly altitude?: number;
  readonly accuracy?: number;
}

/** Something in a file that cannot be replayed, and where. */
export interface Flaw {
  readonly where: string;
  readonly flaw: string;
}

export type Entry = TrackPoint | Flaw;

export const isFlaw = (entry: Entry): entry is Flaw => 'flaw' in entry;

/** A reader gives points in the order of the file, and flaws where it has to skip something. */
export type Reader = (path: string) => AsyncIterable<Entry>;

/** What a reader could make out; anything missing or out of range turns the point into a flaw. */
export interface RawPoint {
  readonly vehicle?: string | undefined;
  readonly at: number | undefined;
  readonly lat: number | undefined;
  readonly lon: number | undefined;
  readonly speed?: number | undefined;
  readonly heading?: number | undefined;
  readonly altitude?: number | undefined;
  readonly accuracy?: number | undefined;
}

/** Checks what was read. Required values make or break the point; a senseless optional one is left out. */
export const checked = (where: string, raw: RawPoint): Entry => {
  const { at, lat, lon } = raw;
  if (at === undefined) return { where, flaw: 'no time' };
  if (lat === undefined || lon === undefined) return { where, flaw: 'no position' };
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return { where, flaw: `position ${lat}, ${lon} is not on earth` };
  const heading = raw.heading === undefined ? undefined : raw.heading % 360;
  return {
    ...(raw.vehicle === undefined || raw.vehicle === '' ? {} : { vehicle: raw.vehicle }),
    at,
    lat,
    lon,
    ...(raw.speed !== undefined && raw.speed >= 0 ? { speed: raw.speed } : {}),
    ...(heading !== undefined && heading >= 0 ? { heading } : {}),
    ...(raw.altitude === undefined ? {} : { altitude: raw.altitude }),
    ...(raw.accuracy !== undefined && raw.accuracy >= 0 ? { accuracy: raw.accuracy } : {}),
  };
};
