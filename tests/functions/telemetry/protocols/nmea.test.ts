import fc from 'fast-check';
import { parseNmeaSentence } from 'nmea-simple';
import { nmea } from '../../../../functions/telemetry/protocols/nmea.ts';
import { brief, cutAnywhere, flippedAnywhere, NOW, neverThrows } from './kit.ts';

const read = (text: string) => nmea.read(Buffer.from(text), NOW);
const readings = (...sentences: string[]) => read(`${sentences.join('\r\n')}\r\n`).readings.map(brief);

/** A sentence with its checksum. */
const sentence = (text: string) => {
  const sum = [...text].reduce((xor, letter) => xor ^ letter.charCodeAt(0), 0);
  return `$${text}*${sum.toString(16).toUpperCase().padStart(2, '0')}`;
};
const RMC = 'GPRMC,081836,A,3751.65,S,14507.36,E,036.0,360.0,130998,011.3,E';
const LATER = 'GPRMC,075930.50,A,4900.7407,N,00825.9260,E,019.4,270.5,020326,,,A';
const GGA = 'GPGGA,075930.50,4900.7407,N,00825.9260,E,1,09,0.8,115.2,M,48.0,M,,';
const VTG = 'GPVTG,270.5,T,,M,019.4,N,036.0,K,A';

const withDate = (date: string) => sentence(LATER.replace('020326', date));
const place = { at: '2026-03-02T07:59:30.500Z', lat: 49.012345, lon: 8.4321 };

describe('NMEA 0183', () => {
  it('reads RMC: place, speed in knots, course, and a year of two digits', () =>
    expect(readings(sentence(LATER))).toEqual([{ ...place, speed: 9.98, heading: 270.5 }]));

  it('reads the last century as the last century', () =>
    // The sample of https://gpsd.gitlab.io/gpsd/NMEA.html; fixes before the year 2000 are not kept.
    expect([readings('$GPRMC,081836,A,3751.65,S,14507.36,E,000.0,360.0,130998,011.3,E*62')]).toEqual([['ancient']]));

  it.each([
    ['after', [LATER, GGA, VTG]],
    ['before', [GGA, LATER, VTG]],
    ['apart from', [LATER, 'GPGSA,A,3,04,05,,09,12,,,24,,,,,2.5,1.3,2.1', VTG, GGA]],
  ])('joins RMC with the GGA of the same moment that comes %s it', (_, sentences) =>
    expect(readings(...sentences.map(sentence))).toEqual([
      { ...place, speed: 9.98, heading: 270.5, altitude: 163.2, attributes: { satellites: 9, hdop: 0.8 } },
    ]),
  );

  it('does not join what is of two moments', () =>
    expect(readings(sentence(GGA.replace('075930', '075929')), sentence(LATER))).toEqual([
      'malformed',
      { ...place, speed: 9.98, heading: 270.5 },
    ]));

  it('takes speed and course from VTG when RMC has none', () =>
    expect(readings(sentence(LATER.replace('019.4,270.5', ',')), sentence(VTG))).toMatchObject([
      { ...place, speed: 10, heading: 270.5 },
    ]));

  it('repairs the date of a receiver whose weeks have rolled over', () =>
    expect(readings(withDate('170706'))).toMatchObject([place]));

  it.each(['GP', 'GN', 'GL', 'GA', 'BD'])('listens to whoever talks: %s', (talker) =>
    expect(readings(sentence(LATER.replace(/^GP/, talker)))).toMatchObject([place]),
  );

  it('reads the sentences of one body as so many fixes, in their order', () =>
    expect(
      readings(...['075930.50', '075931.50', '075932.50'].map((time) => sentence(LATER.replace('075930.50', time)))),
    ).toMatchObject([place, { at: '2026-03-02T07:59:31.500Z' }, { at: '2026-03-02T07:59:32.500Z' }]));

  it.each([
    ['is not valid', sentence(LATER.replace(',A,4900', ',V,4900')), 'no-position'],
    ['has no place', sentence('GPRMC,075930.50,A,,,,,,,020326,,'), 'invalid'],
    ['lies beyond the pole', sentence(LATER.replace('4900', '9100')), 'invalid'],
    ['has 60 minutes', sentence(LATER.replace('4900', '4960')), 'invalid'],
    ['is no number', sentence(LATER.replace('4900.7407', 'NaN')), 'invalid'],
    ['has no date', withDate(''), 'malformed'],
    ['is of a day that does not exist', withDate('300226'), 'malformed'],
    ['is of tomorrow', withDate('030326'), 'future'],
    ['is of a receiver without a clock', withDate('060180'), 'ancient'],
    ['has a wrong checksum', sentence(LATER).replace('049', '048').replace(/..$/, '00'), 'checksum'],
    ['has no checksum', `$${LATER}`, 'malformed'],
    ['is noise', 'hello', 'malformed'],
  ])('drops for its reason what %s', (_, text, reason) => expect(readings(text)).toEqual([reason]));

  it('drops what is cut off', () =>
    expect(read(sentence(LATER).slice(0, -3)).readings.map(brief)).toEqual(['truncated']));

  it('says the same as another reader of any RMC', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 89_999_999 }),
        fc.integer({ min: 0, max: 179_999_999 }),
        fc.integer({ min: Date.UTC(2010, 0, 1), max: NOW }),
        fc.integer({ min: 0, max: 3_000 }),
        (lat, lon, at, knots) => {
          const angle = (millionths: number, width: number) =>
            `${String(Math.floor(millionths / 1e6)).padStart(width, '0')}${(((millionths % 1e6) * 60) / 1e6).toFixed(4).padStart(7, '0')}`;
          // Rounding up to 60 minutes is what no receiver does.
          fc.pre(!/60\.0000$/.test(angle(lat, 2)) && !/60\.0000$/.test(angle(lon, 3)));
          const iso = new Date(at).toISOString();
          const time = iso.slice(11, 19).replaceAll(':', '');
          const date = `${iso.slice(8, 10)}${iso.slice(5, 7)}${iso.slice(2, 4)}`;
          const text = sentence(`GPRMC,${time},A,${angle(lat, 2)},S,${angle(lon, 3)},W,${knots / 10},90.5,${date},,`);
          const theirs = parseNmeaSentence(text);
          const [ours] = readings(text);
          if (theirs.sentenceId !== 'RMC' || typeof ours !== 'object') throw new Error(`Not read: ${text}`);
          expect(ours.lat).toBeCloseTo(theirs.latitude, 6);
          expect(ours.lon).toBeCloseTo(theirs.longitude, 6);
          expect(ours.speed).toBeCloseTo((theirs.speedKnots * 1852) / 3600, 2);
          expect(Date.parse(ours.at)).toBe(theirs.datetime.getTime());
        },
      ),
      { numRuns: 100 },
    ));

  const body = Buffer.from(`${sentence(LATER)}\r\nnoise\r\n${sentence(LATER.replace('075930', '075931'))}\r\n`);
  it('makes nothing up from a body cut off anywhere', () => cutAnywhere(nmea, body));
  it('makes nothing up from a body with a bit turned over', () => flippedAnywhere(nmea, body));
  it('takes any bytes', () => neverThrows(nmea, Buffer.from([RMC, GGA, VTG].map(sentence).join('\r\n'))));
});
