import { checked, type Entry } from './track.ts';
import { numberOf, timeOf, wktPoint } from './values.ts';

const MEANINGS = ['time', 'lat', 'lon', 'point', 'id', 'speed', 'bearing', 'altitude', 'accuracy'] as const;

/** What a column can mean. */
export type Meaning = (typeof MEANINGS)[number];

/** Column name by meaning. */
export type Columns = Readonly<Partial<Record<Meaning, string>>>;

/** Usual names, most telling first, without case, spaces and punctuation. */
const USUAL: Readonly<Record<Meaning, readonly string[]>> = {
  time: [
    'timestamp',
    'time',
    'datetime',
    'at',
    'recordedat',
    'fixtime',
    'gpstime',
    'utc',
    'timeutc',
    'timestamputc',
    'date',
    't',
  ],
  lat: ['latitude', 'lat', 'y', 'gpslatitude', 'positionlat'],
  lon: ['longitude', 'lon', 'lng', 'long', 'x', 'gpslongitude', 'positionlong'],
  point: ['point', 'wkt', 'geom', 'geometry', 'location'],
  id: ['vehicleid', 'vehicle', 'deviceid', 'device', 'busid', 'taxiid', 'trackid', 'track', 'id', 'name'],
  speed: ['speed', 'speedms', 'speedmps', 'speedkmh', 'speedkph', 'speedknots', 'speedkn', 'speedmph', 'velocity'],
  bearing: ['bearing', 'heading', 'course', 'track', 'azimuth'],
  altitude: ['altitude', 'alt', 'ele', 'elevation', 'height'],
  accuracy: ['accuracy', 'horizontalaccuracy', 'hacc'],
};

/** Reads `time=timestamp,lat=latitude`. Throws when a part is not `meaning=column`. */
export const parseColumns = (text: string): Columns =>
  Object.fromEntries(
    text.split(',').map((part) => {
      const [meaning, column, ...rest] = part.split('=').map((word) => word.trim());
      if (!column || rest.length > 0 || !isMeaning(meaning))
        throw new Error(
          `--columns does not understand '${part}'. Write meaning=column, with one of ${MEANINGS.join(', ')}.`,
        );
      return [meaning, column];
    }),
  );

/**
 * Decides which column means what: as told, else by its usual names. Throws, naming the columns there are, when a told column
 * is missing or no time or place is found.
 */
export const chooseColumns = (names: readonly string[], told: Columns): Columns => {
  for (const column of Object.values(told))
    if (!names.includes(column)) throw new Error(`There is no column '${column}'. There are: ${names.join(', ')}.`);

  const taken = new Set(Object.values(told));
  const chosen: Partial<Record<Meaning, string>> = { ...told };
  for (const meaning of MEANINGS) {
    if (chosen[meaning] !== undefined) continue;
    const found = USUAL[meaning]
      .map((usual) => names.find((name) => plain(name) === usual && !taken.has(name)))
      .find((name) => name !== undefined);
    if (found === undefined) continue;
    chosen[meaning] = found;
    taken.add(found);
  }
  const placed = chosen.point !== undefined || (chosen.lat !== undefined && chosen.lon !== undefined);
  if (chosen.time === undefined || !placed)
    throw new Error(
      `No column looks like a ${chosen.time === undefined ? 'time' : 'place'}. Name it with --columns time=...,lat=...,lon=... There are: ${names.join(', ')}.`,
    );
  return chosen;
};

/** Makes a point of one row. */
export const pointOf = (where: string, row: Readonly<Record<string, unknown>>, columns: Columns): Entry => {
  const value = (meaning: Meaning) => (columns[meaning] === undefined ? undefined : row[columns[meaning]]);
  const place = wktPoint(value('point')) ?? { lat: numberOf(value('lat')), lon: numberOf(value('lon')) };
  const [id, speed] = [value('id'), numberOf(value('speed'))];
  return checked(where, {
    vehicle: typeof id === 'string' || typeof id === 'number' ? String(id) : undefined,
    at: timeOf(value('time')),
    ...place,
    speed: speed === undefined ? undefined : speed * metresPerSecond(columns.speed ?? ''),
    heading: numberOf(value('bearing')),
    altitude: numberOf(value('altitude')),
    accuracy: numberOf(value('accuracy')),
  });
};

/** The unit is taken from the column's name, metres per second when it tells none. */
const metresPerSecond = (column: string): number => {
  if (/km\/?h|kph/i.test(column)) return 1 / 3.6;
  if (/mph/i.test(column)) return 0.44704;
  if (/kn(ot|$)|kts/i.test(column)) return 0.514444;
  return 1;
};

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const isMeaning = (word: string | undefined): word is Meaning => MEANINGS.some((meaning) => meaning === word);
