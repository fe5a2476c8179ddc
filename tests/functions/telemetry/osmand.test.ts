import { readOsmAnd } from '../../../functions/telemetry/protocols/osmand.ts';

const NOW = Date.parse('2026-03-02T08:00:00.000Z');
const AT = Date.parse('2026-03-02T07:59:30.000Z');
const here = 'lat=49.0123&lon=8.4321';

const read = (query: string) => readOsmAnd(new URLSearchParams(query), NOW);
const fixOf = (query: string) => {
  const answer = read(query);
  if ('issues' in answer) throw new Error(JSON.stringify(answer.issues));
  return answer.fix;
};
const refusedFields = (query: string) => {
  const answer = read(query);
  return 'issues' in answer ? answer.issues.map(({ path }) => path.join('.')) : [];
};

describe('a fix in the OsmAnd protocol', () => {
  it('needs a place and nothing else: without a time it is of now', () =>
    expect(fixOf(here)).toEqual({ at: NOW, lat: 49.0123, lon: 8.4321 }));

  it('may say its place in one field', () =>
    expect(fixOf('location=49.0123,8.4321')).toMatchObject({ lat: 49.0123, lon: 8.4321 }));

  it('becomes SI units and our own names', () =>
    expect(
      fixOf(`${here}&timestamp=${AT / 1000}&speed=10&bearing=270.5&altitude=115.25&accuracy=4.5&batt=81.5&charge=true`),
    ).toEqual({
      at: AT,
      lat: 49.0123,
      lon: 8.4321,
      speed: 5.144,
      heading: 270.5,
      altitude: 115.25,
      accuracy: 4.5,
      attributes: { batteryLevel: 81.5, deviceCharging: true },
    }));
});

describe('what else a device says', () => {
  it('keeps its name, even one that every object has', () =>
    expect(fixOf(`${here}&toString=1&constructor=two`).attributes).toEqual({ toString: 1, constructor: 'two' }));

  it.each(['00123', '356938035643809123', '0x1F', '1e5', ' 7'])(
    'stays as it is written when it is no number: %s',
    (text) => expect(fixOf(`${here}&code=${encodeURIComponent(text)}`).attributes).toEqual({ code: text }),
  );
});

describe('the time of a fix', () => {
  it.each([
    ['Unix seconds', '1772438370', AT],
    ['Unix seconds with a fraction', '1772438370.25', AT + 250],
    ['Unix milliseconds', '1772438370000', AT],
    ['ISO 8601 in UTC', '2026-03-02T07:59:30Z', AT],
    ['ISO 8601 with milliseconds', '2026-03-02T07:59:30.125Z', AT + 125],
    ['ISO 8601 with an offset', '2026-03-02T08:59:30%2B01:00', AT],
    ['ISO 8601 without a zone, which is UTC', '2026-03-02T07:59:30', AT],
    ['date and time', '2026-03-02 07:59:30', AT],
    ['date and time with milliseconds', '2026-03-02 07:59:30.5', AT + 500],
  ])('may be %s', (_, timestamp, at) => expect(fixOf(`${here}&timestamp=${timestamp}`).at).toBe(at));

  it.each([
    ['words', 'yesterday'],
    ['words with a number, which a lenient parser takes for a date', 'fix 7'],
    ['a negative number, which a lenient parser takes for a month', '-5'],
    ['nothing', ''],
    ['a day that does not exist', '2026-02-30T07:59:30Z'],
    ['the American order', '03/02/2026 07:59:30'],
    ['the last century', '1999-12-31T23:59:59Z'],
    ['a device without a clock', '0'],
    ['tomorrow', '2026-03-03T08:00:00Z'],
    ['just too far ahead', String(NOW / 1000 + 301)],
  ])('must not be %s', (_, timestamp) =>
    expect(refusedFields(`${here}&timestamp=${timestamp}`)).toEqual(['timestamp']),
  );

  it('may be a little ahead of ours', () =>
    expect(fixOf(`${here}&timestamp=${NOW / 1000 + 300}`).at).toBe(NOW + 300_000));
});

describe('what a phone does not know', () => {
  it('is left out when it says -1', () =>
    expect(fixOf(`${here}&speed=-1&bearing=-1&accuracy=-1`)).toEqual({ at: NOW, lat: 49.0123, lon: 8.4321 }));
  it('is not left out for the altitude: the Dead Sea has one', () =>
    expect(fixOf(`${here}&altitude=-430`).altitude).toBe(-430));
});

describe('a number', () => {
  it.each([
    ['speed', '0', 0],
    ['speed', '777.5', 399.981],
    ['bearing', '0', 0],
    ['bearing', '360', 0],
    ['bearing', '359.999', 0],
    ['bearing', '359.99', 359.99],
    ['heading', '90', 90],
    ['accuracy', '0.004', 0],
    ['altitude', '50000', 50_000],
  ])('%s=%s becomes %d', (field, text, value) => {
    const { speed, heading, accuracy, altitude } = fixOf(`${here}&${field}=${text}`);
    expect([speed, heading, accuracy, altitude].filter((one) => one !== undefined)).toEqual([value]);
  });

  it.each([
    ['lat', 'lon=8'],
    ['lon', 'lat=49'],
    ['lat', 'lat=&lon=8'],
    ['lat', 'lat=NaN&lon=8'],
    ['lat', 'lat=Infinity&lon=8'],
    ['lat', 'lat=north&lon=8'],
    ['lat', 'lat=90.0001&lon=8'],
    ['lon', 'lat=49&lon=-180.0001'],
    ['lon', 'location=49'],
    ['speed', `${here}&speed=778`],
    ['speed', `${here}&speed=fast`],
    ['bearing', `${here}&bearing=361`],
    ['accuracy', `${here}&accuracy=1e9`],
    ['altitude', `${here}&altitude=-1001`],
    ['altitude', `${here}&altitude=high`],
  ])('that cannot be is refused by its name: %s in %s', (field, query) =>
    expect(refusedFields(query)).toEqual([field]),
  );

  it('is refused together with all others that cannot be', () =>
    expect(refusedFields('lat=91&lon=8&speed=fast').sort()).toEqual(['lat', 'speed']));

  it('is kept as exactly as history keeps it: a centimetre, a millimetre a second', () =>
    expect(fixOf('lat=49.012345678&lon=-8.432109876&speed=1.2345678')).toMatchObject({
      lat: 49.0123457,
      lon: -8.4321099,
      speed: 0.635,
    }));
});

describe('whatever else a device says', () => {
  it('becomes an attribute of the right kind', () =>
    expect(fixOf(`${here}&ignition=true&fuel=41.5&driver=Mia&note=`).attributes).toEqual({
      ignition: true,
      fuel: 41.5,
      driver: 'Mia',
      note: '',
    }));
  it.each([
    ['81.0', 81],
    ['-0.5', -0.5],
    ['0', 0],
    ['356938035643809', 356_938_035_643_809],
    ['00123', '00123'],
    ['8949020000123456789', '8949020000123456789'],
    ['1e5', '1e5'],
    ['0x10', '0x10'],
    ['Infinity', 'Infinity'],
    ['true', true],
    ['True', 'True'],
  ])('such as %s becomes %p', (text, value) => expect(fixOf(`${here}&io=${text}`).attributes).toEqual({ io: value }));
  it('does not include who it is, for that its key says', () =>
    expect(fixOf(`${here}&id=123&deviceid=123`).attributes).toBeUndefined());
  it('is refused beyond 32 attributes', () =>
    expect(refusedFields(`${here}&${Array.from({ length: 33 }, (_, index) => `io${index}=1`).join('&')}`)).toEqual([
      'attributes',
    ]));
  it('is refused when all attributes together are one', () =>
    expect(
      refusedFields(`${here}&${Array.from({ length: 30 }, (_, index) => `io${index}=${'x'.repeat(150)}`).join('&')}`),
    ).toEqual(['attributes']));
  it('is refused when it is a novel', () =>
    expect(refusedFields(`${here}&note=${'x'.repeat(201)}`)).toEqual(['attributes.note']));
});
