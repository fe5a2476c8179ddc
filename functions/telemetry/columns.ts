import type { Attributes } from './contract.ts';
import type { ReceivedFix } from './fix.ts';

/**
 * Many fixes of one vehicle, by column and by difference: about a quarter of the bytes of a list of objects, which is what the store charges
 * for. Times in milliseconds, degrees in 1e-7 (11 mm), speed in mm/s, the rest in hundredths. The first value of a difference column is
 * the value itself.
 */
export interface Columns {
  readonly at: readonly number[];
  /** How long after `at` the fix arrived. */
  readonly lag: readonly number[];
  readonly lat: readonly number[];
  readonly lon: readonly number[];
  readonly speed?: readonly (number | null)[];
  readonly heading?: readonly (number | null)[];
  readonly accuracy?: readonly (number | null)[];
  readonly altitude?: readonly (number | null)[];
  /** By index; most fixes have none. */
  readonly attributes?: Readonly<Record<number, Attributes>>;
}

const DEGREES = 1e7;
const SCALES = { speed: 1000, heading: 100, accuracy: 100, altitude: 100 } as const;
const OPTIONAL = ['speed', 'heading', 'accuracy', 'altitude'] as const;

const differences = (values: readonly number[]) =>
  values.map((value, index) => value - (index > 0 ? (values[index - 1] ?? 0) : 0));

const sums = (differences: readonly number[], scale: number) => {
  let value = 0;
  return differences.map((difference) => {
    value += difference;
    return value / scale;
  });
};

/** @param fixes oldest first. */
export const toColumns = (fixes: readonly ReceivedFix[]): Columns => {
  const optional = OPTIONAL.flatMap((name) =>
    fixes.some((fix) => fix[name] !== undefined)
      ? [
          [
            name,
            fixes.map(({ [name]: value }) => (value === undefined ? null : Math.round(value * SCALES[name]))),
          ] as const,
        ]
      : [],
  );
  const attributes = fixes.flatMap((fix, index) => (fix.attributes ? [[index, fix.attributes] as const] : []));
  return {
    at: differences(fixes.map(({ at }) => at)),
    lag: fixes.map(({ at, receivedAt }) => receivedAt - at),
    lat: differences(fixes.map(({ lat }) => Math.round(lat * DEGREES))),
    lon: differences(fixes.map(({ lon }) => Math.round(lon * DEGREES))),
    ...Object.fromEntries(optional),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  };
};

export const fromColumns = (columns: Columns): ReceivedFix[] => {
  const lat = sums(columns.lat, DEGREES);
  const lon = sums(columns.lon, DEGREES);
  return sums(columns.at, 1).map((at, index) => {
    const fix: Writable<ReceivedFix> = {
      at,
      receivedAt: at + (columns.lag[index] ?? 0),
      lat: lat[index] ?? 0,
      lon: lon[index] ?? 0,
    };
    for (const name of OPTIONAL) {
      const value = columns[name]?.[index];
      if (value !== undefined && value !== null) fix[name] = value / SCALES[name];
    }
    const attributes = columns.attributes?.[index];
    if (attributes) fix.attributes = attributes;
    return fix;
  });
};

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Several lists of fixes as one: oldest first, each instant once. The earliest list that knows an instant is believed. */
export const merged = (lists: readonly (readonly ReceivedFix[])[]): ReceivedFix[] => {
  const byInstant = new Map<number, ReceivedFix>();
  for (const fix of lists.flat()) if (!byInstant.has(fix.at)) byInstant.set(fix.at, fix);
  return [...byInstant.values()].sort((a, b) => a.at - b.at);
};
