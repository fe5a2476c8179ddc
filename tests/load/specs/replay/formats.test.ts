import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Columns, chooseColumns, parseColumns } from '../../replay/columns.ts';
import { readerFor } from '../../replay/formats.ts';
import { checksum } from '../../replay/nmea.ts';
import { type Recording, readRecording } from '../../replay/recording.ts';
import { type Entry, isFlaw, type TrackPoint } from '../../replay/track.ts';
import { timeOf, wktPoint } from '../../replay/values.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracks-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const read = async (name: string, text: string, columns: Columns = {}): Promise<Entry[]> => {
  const entries: Entry[] = [];
  for await (const entry of readerFor(name, columns)(await file(name, text))) entries.push(entry);
  return entries;
};
const record = async (name: string, text: string, columns: Columns = {}): Promise<Recording> =>
  readRecording(await file(name, text), columns);
const sentence = (body: string) => `$${body}*${checksum(body)}\r\n`;

const NOON = Date.UTC(2026, 2, 1, 12);

describe('GPX', () => {
  const gpx = (points: string) =>
    `<?xml version="1.0"?><gpx version="1.1" xmlns:x="urn:x"><trk><trkseg>${points}</trkseg></trk></gpx>`;

  test('gives time, place, height, and speed and course from extensions of any namespace', async () => {
    const text = gpx(
      `<trkpt lat="52.5" lon="13.25"><ele>34.5</ele><time>2026-03-01T12:00:00Z</time>
       <extensions><x:TrackPointExtension><x:speed>12.5</x:speed><x:course>271</x:course></x:TrackPointExtension></extensions></trkpt>`,
    );
    expect(await read('one.gpx', text)).toEqual([
      { at: NOON, lat: 52.5, lon: 13.25, altitude: 34.5, speed: 12.5, heading: 271 },
    ]);
  });

  test('takes several tracks, segments, and routes with times', async () => {
    const point = (tag: string, second: number) =>
      `<${tag} lat="1" lon="2"><time>2026-03-01T12:00:0${second}Z</time></${tag}>`;
    const text = `<gpx><trk><trkseg>${point('trkpt', 0)}</trkseg><trkseg>${point('trkpt', 1)}</trkseg></trk>
      <trk><trkseg>${point('trkpt', 2)}</trkseg></trk><rte>${point('rtept', 3)}</rte></gpx>`;
    expect((await read('many.gpx', text)).map((entry) => 'at' in entry && entry.at - NOON)).toEqual([
      0, 1000, 2000, 3000,
    ]);
  });

  test('names points without a time, and refuses a file without any, broken XML and other XML', async () => {
    const text = gpx('<trkpt lat="1" lon="2"/><trkpt lat="1" lon="2"><time>2026-03-01T12:00:00Z</time></trkpt>');
    expect((await record('gap.gpx', text)).flaws).toEqual([{ where: 'point 1', flaw: 'no time' }]);
    await expect(record('timeless.gpx', gpx('<trkpt lat="1" lon="2"/>'))).rejects.toThrow(
      'timeless.gpx: there is nothing to replay (no time)',
    );
    await expect(record('broken.gpx', '<gpx><trk>')).rejects.toThrow('broken.gpx: This is not XML');
    await expect(record('other.gpx', '<kml/>')).rejects.toThrow('There is no <gpx> element');
  });
});

describe('CSV', () => {
  test('finds its columns by their usual names and splits vehicles', async () => {
    const text =
      '"id","vehicle_id","timestamp","latitude","longitude","bearing"\n' +
      '1,"4716","2026-03-01 12:00:00",53.5,-2.75,\n2,"4717","2026-03-01 12:00:10",53.25,-2.5,53\n3,4716,2026-03-01 12:00:20,53.5,-2.75,71\n';
    const { tracks } = await record('buses.csv', text);

    expect(tracks.map(({ vehicle, points }) => [vehicle, points.length])).toEqual([
      ['4716', 2],
      ['4717', 1],
    ]);
    expect(tracks[1]?.points).toEqual([{ vehicle: '4717', at: NOON + 10_000, lat: 53.25, lon: -2.5, heading: 53 }]);
  });

  test('takes a map of columns, a semicolon, decimal commas, a byte order mark and kilometres per hour', async () => {
    const text = '\uFEFFWann;Breite;Länge;Speed (km/h)\n2026-03-01T13:00:00+01:00;52,5;13,25;36\n';
    expect(await read('german.csv', text, parseColumns('time=Wann,lat=Breite,lon=Länge'))).toEqual([
      { at: NOON, lat: 52.5, lon: 13.25, speed: 10 },
    ]);
  });

  test('says which lines it skips and why', async () => {
    const { flaws, tracks } = await record(
      'flawed.csv',
      'time,lat,lon\n2026-03-01 12:00:00,1,2\nsoon,1,2\n2026-03-01 12:00:01,,2\n2026-03-01 12:00:02,91,2\n2026-02-30 12:00:00,1,2\n',
    );
    expect(tracks[0]?.points).toHaveLength(1);
    expect(flaws).toEqual([
      { where: 'line 3', flaw: 'no time' },
      { where: 'line 4', flaw: 'no position' },
      { where: 'line 5', flaw: 'position 91, 2 is not on earth' },
      { where: 'line 6', flaw: 'no time' },
    ]);
  });

  test('names the columns there are when it cannot choose', async () => {
    await expect(record('odd.csv', 'when,north,east\n1,2,3\n')).rejects.toThrow(
      'No column looks like a time. Name it with --columns time=...,lat=...,lon=... There are: when, north, east.',
    );
    expect(() => chooseColumns(['time', 'lat'], {})).toThrow('No column looks like a place');
    expect(() => chooseColumns(['time', 'lat', 'lon'], { id: 'bus' })).toThrow("There is no column 'bus'");
    expect(() => parseColumns('when=timestamp')).toThrow("--columns does not understand 'when=timestamp'");
    await expect(
      record('absent/nowhere.csv', '').catch(() => readRecording(join(folder, 'nowhere.csv'), {})),
    ).rejects.toThrow('ENOENT');
  });

  test('never takes one column for two meanings', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('track', 'id', 'time', 'date', 'lat', 'x', 'y', 'lon', 'speed', 'name')),
        (names) => {
          const chosen = Object.values(chooseColumns(['timestamp', 'latitude', 'longitude', ...names], {}));
          expect(new Set(chosen).size).toBe(chosen.length);
        },
      ),
    );
  });
});

describe('JSON', () => {
  test('takes WKT points with an offset in the time, and plain coordinates', async () => {
    const text = JSON.stringify([
      { point: 'POINT(11.5 48.25)', time: '2026-03-01 13:00:00+0100', id: '\\x0001' },
      { point: 'POINT (11.5 48.25 520)', time: '2026-03-01 12:00:01Z', id: 7 },
    ]);
    expect(await read('wkt.json', text)).toEqual([
      { vehicle: '\\x0001', at: NOON, lat: 48.25, lon: 11.5 },
      { vehicle: '7', at: NOON + 1000, lat: 48.25, lon: 11.5 },
    ]);
    expect(await read('plain.json', JSON.stringify([{ at: NOON, lat: 1, lng: 2, speed: 3 }]))).toEqual([
      { at: NOON, lat: 1, lon: 2, speed: 3 },
    ]);
  });

  test('refuses anything but an array of points', async () => {
    await expect(record('object.json', '{}')).rejects.toThrow('object.json: The JSON is not an array of points.');
    await expect(record('text.json', 'lat')).rejects.toThrow('text.json: This is not JSON');
    await expect(record('empty.json', '[]')).rejects.toThrow('there is nothing to replay');
    await expect(record('numbers.json', '[1]')).rejects.toThrow('nothing to replay (not an object)');
  });
});

describe('PLT', () => {
  test('skips the header and turns feet into metres', async () => {
    const header =
      'Geolife trajectory\r\nWGS 84\r\nAltitude is in Feet\r\nReserved 3\r\n0,2,255,My Track,0,0,2,8421376\r\n0\r\n';
    const text = `${header}39.5,116.25,0,492,39744.12,2026-03-01,12:00:00\r\n39.5,116.5,0,-777,39744.12,2026-03-01,12:00:05\r\n`;
    expect(await read('walk.plt', text)).toEqual([
      { at: NOON, lat: 39.5, lon: 116.25, altitude: expect.closeTo(149.96, 2) },
      { at: NOON + 5000, lat: 39.5, lon: 116.5 },
    ]);
  });
});

describe('NMEA', () => {
  const rmc = (time: string, status = 'A') =>
    sentence(`GNRMC,${time},${status},4807.038,S,01131.000,W,022.4,084.4,010326,003.1,W`);
  const gga = (time: string) => sentence(`GPGGA,${time},4807.038,S,01131.000,W,1,08,0.9,545.4,M,46.9,M,,`);

  test.each([
    ['before', ['120000.250', '120001'].map((time) => gga(time) + rmc(time)).join('')],
    ['after', ['120000.250', '120001'].map((time) => rmc(time) + gga(time)).join('')],
  ])('gives a fix per RMC, with the altitude of the GGA %s it', async (_, text) => {
    const fix = {
      lat: expect.closeTo(-48.1173, 6),
      lon: expect.closeTo(-11.516667, 6),
      heading: 84.4,
      altitude: 545.4,
    };
    expect(await read('log.nmea', text)).toEqual([
      { at: NOON + 250, speed: expect.closeTo(11.5235, 3), ...fix },
      { at: NOON + 1000, speed: expect.closeTo(11.5235, 3), ...fix },
    ]);
  });

  test('leaves out an altitude of another instant, and anything that is neither RMC nor GGA', async () => {
    const text = `${gga('115959')}$GPGSV,1,1,00*79\r\nnoise\r\n${rmc('120000')}`;
    expect(await read('other.nmea', text)).toEqual([expect.not.objectContaining({ altitude: 545.4 })]);
  });

  test('trusts no sentence whose checksum is wrong or missing, and no receiver without a fix', async () => {
    const text = rmc('120000').replace('4807', '4808') + rmc('120000').replace(/\*..\r/, '\r') + rmc('120000', 'V');
    expect(await read('bad.nmea', text)).toEqual([
      { where: 'line 1', flaw: 'wrong checksum' },
      { where: 'line 2', flaw: 'no checksum' },
      { where: 'line 3', flaw: 'the receiver had no fix' },
    ]);
  });

  test('knows the checksum of the standard’s own example', () => {
    expect(checksum('GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,')).toBe('47');
  });
});

describe('every format', () => {
  const point = fc.record({
    // NMEA writes years with two digits, so a log cannot tell 1990 from 2090.
    at: fc
      .integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2060, 0, 1) / 1000 })
      .map((seconds) => seconds * 1000),
    lat: fc.integer({ min: -90_000_000, max: 90_000_000 }).map((micro) => micro / 1e6),
    lon: fc.integer({ min: -179_999_999, max: 179_999_999 }).map((micro) => micro / 1e6),
  });
  const iso = (at: number) => new Date(at).toISOString();
  const angle = (value: number, digits: number) => {
    const minutes = (Math.abs(value) % 1) * 60;
    return `${String(Math.floor(Math.abs(value))).padStart(digits, '0')}${minutes.toFixed(6).padStart(9, '0')}`;
  };
  const nmea = ({ at, lat, lon }: TrackPoint) => {
    const [date, time] = [
      iso(at).slice(2, 10).split('-').reverse().join(''),
      iso(at).slice(11, 19).replaceAll(':', ''),
    ];
    return sentence(
      `GPRMC,${time},A,${angle(lat, 2)},${lat < 0 ? 'S' : 'N'},${angle(lon, 3)},${lon < 0 ? 'W' : 'E'},,,${date},,`,
    );
  };
  const writers: Record<string, (points: readonly TrackPoint[]) => string> = {
    'round.gpx': (points) =>
      `<gpx><trk><trkseg>${points.map(({ at, lat, lon }) => `<trkpt lat="${lat}" lon="${lon}"><time>${iso(at)}</time></trkpt>`).join('')}</trkseg></trk></gpx>`,
    'round.csv': (points) =>
      ['time,lat,lon', ...points.map(({ at, lat, lon }) => `${iso(at)},${lat},${lon}`)].join('\n'),
    'round.json': (points) =>
      JSON.stringify(points.map(({ at, lat, lon }) => ({ time: iso(at), point: `POINT(${lon} ${lat})` }))),
    'round.plt': (points) =>
      `${'\n'.repeat(6)}${points.map(({ at, lat, lon }) => `${lat},${lon},0,-777,0,${iso(at).slice(0, 10)},${iso(at).slice(11, 19)}`).join('\n')}\n`,
    'round.nmea': (points) => points.map(nmea).join(''),
  };

  test.each(Object.keys(writers))('gives back what was written: %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.array(point, { minLength: 1, maxLength: 8 }), async (points) => {
        const entries = await read(name, writers[name]?.(points) ?? '');
        expect(entries.filter(isFlaw)).toEqual([]);
        expect(entries).toEqual(
          points.map(({ at, lat, lon }) => ({ at, lat: expect.closeTo(lat, 5), lon: expect.closeTo(lon, 5) })),
        );
      }),
      { numRuns: 25 },
    );
  });

  test('of a name that tells nothing is refused with the names that do', () => {
    expect(() => readerFor('track.kml', {})).toThrow("'.kml' is not a track this tool can read. It reads .gpx, .csv");
  });
});

describe('values', () => {
  test.each([
    ['2026-03-01T12:00:00Z', NOON],
    ['2026-03-01 12:00:00', NOON],
    ['2026/03/01 12:00:00.5', NOON + 500],
    ['2026-03-01 13:30:00+0130', NOON],
    ['2026-03-01T07:00:00-05', NOON],
    ['2026-03-01 12:00:00 UTC', NOON],
    [NOON / 1000, NOON],
    [String(NOON), NOON],
    ['1772366400.5', NOON + 500],
  ])('%s is a time', (text, at) => expect(timeOf(text)).toBe(at));

  test.each(['', 'noon', '2026-02-29 12:00:00', '2026-03-01', '2026-03-01 25:00:00', -5, 0, null, undefined, {}])(
    '%s is no time',
    (text) => expect(timeOf(text)).toBeUndefined(),
  );

  test.each(['POINT', 'POINT(1)', 'LINESTRING(1 2, 3 4)', 'POINT(a b)', 5])('%s is no point', (text) =>
    expect(wktPoint(text)).toBeUndefined(),
  );
});
