import { gps103 } from '../../../../functions/telemetry/protocols/gps103.ts';
import { brief, cutAnywhere, NOW, neverThrows } from './kit.ts';

const read = (text: string) => gps103.read(Buffer.from(text), NOW);
const readings = (text: string) => read(text).readings.map(brief);
const IMEI = '359710045559474';
const report = (fields: string) => `imei:${IMEI},${fields};`;
const HERE = 'A,5443.3834,N,02512.9071,E';
const place = { lat: 54.7230567, lon: 25.2151183 };

describe('GPS103', () => {
  // Samples of https://github.com/traccar/traccar (Gps103ProtocolDecoderTest).
  it.each([
    [
      'a zone behind UTC, whose day is another',
      'imei:359710045559474,tracker,151030080103,,F,000101.000,A,5443.3834,N,02512.9071,E,0.00,0;',
      { at: '2015-10-30T00:01:01.000Z', ...place, speed: 0, heading: 0 },
    ],
    [
      'a zone ahead of UTC, whose day is another',
      'imei:359710049092324,tracker,151027025958,,F,235957.000,A,2429.5156,N,04424.5828,E,0.01,27.91,,0,0,,,;',
      {
        at: '2015-10-26T23:59:57.000Z',
        lat: 24.4919267,
        lon: 44.4097133,
        speed: 0.005,
        heading: 27.91,
        attributes: { ignition: false, door: false },
      },
    ],
    [
      'fuel and a thermometer',
      'imei:864180034124375,vt14,190116192753,,F,172750.000,A,3649.2186,N,00235.8411,W,0.00,0,,0,0,51.93%,,+22;',
      {
        at: '2019-01-16T17:27:50.000Z',
        lat: 36.82031,
        lon: -2.5973517,
        speed: 0,
        heading: 0,
        attributes: { ignition: false, door: false, fuelLevel: 51.93, temperature1: 22 },
      },
    ],
    [
      'a trouble code',
      'imei:353451044508750,DTC,0809231929,,F,055403.000,A,2233.1870,N,11354.3067,E,0.00,30.1,,1,0,10.5%,P0021,;',
      {
        at: '2008-09-24T05:54:03.000Z',
        lat: 22.5531167,
        lon: 113.9051117,
        speed: 0,
        heading: 30.1,
        attributes: { event: 'fault', ignition: true, door: false, fuelLevel: 10.5, dtcs: 'P0021' },
      },
    ],
    [
      'a date with strokes and no seconds',
      'imei:359710040656622,tracker,13/02/27 23:40,,F,125952.000,A,3450.9430,S,13828.6753,E,0.00,0;',
      { at: '2013-02-27T12:59:52.000Z', lat: -34.84905, lon: 138.4779217, speed: 0, heading: 0 },
    ],
    [
      'hemispheres before the angles, and no time of the satellites',
      'imei:353552045403597,tracker,150420050648,53.0,F,0.0,A,N,5306.64155,E,00700.77848,0.0,,1.0,;',
      { at: '2015-04-20T05:06:48.000Z', lat: 53.1106925, lon: 7.0129747, speed: 0, altitude: 1 },
    ],
    [
      'the IMEI twice, and a speed in knots',
      '359769031878322imei:359769031878322,tracker,1602160718,2,F,221811.000,A,1655.2193,S,14546.6722,E,65.26,271.82,;',
      { at: '2016-02-15T22:18:11.000Z', lat: -16.9203217, lon: 145.77787, speed: 33.573, heading: 271.82 },
    ],
  ])('reads %s', (_, text, fix) => expect(readings(text)).toEqual([fix]));

  it.each([
    ['help me', { event: 'sos' }],
    ['low battery', { event: 'low-battery' }],
    ['ac alarm', { event: 'power-cut' }],
    ['speed', { event: 'speeding' }],
    ['acc on', { ignition: true }],
    ['acc off', { ignition: false }],
    ['T:+28.5', { temperature1: 28.5 }],
    ['oil 51.67', { fuelLevel: 51.67 }],
    ['tracker', undefined],
  ])('knows what “%s” means', (cause, attributes) =>
    expect(read(report(`${cause},151030080103,,F,000101.000,${HERE},0.00,0`)).readings).toEqual([
      expect.objectContaining({ fix: expect.objectContaining({ ...(attributes && { attributes }) }) }),
    ]),
  );

  it('knows the driver by the card', () =>
    expect(readings(report(`rfid,151030080103,49121185,F,000101.000,${HERE},0.00,0`))).toMatchObject([
      { attributes: { driverTag: '49121185' } },
    ]));

  it('takes an empty tank for one without a sensor', () =>
    expect(readings(report(`tracker,151030080103,,F,000101.000,${HERE},0,0,,1,,0.00%,,`))).toMatchObject([
      { attributes: { ignition: true } },
    ]));

  it.each([
    ['##,imei:359586015829802,A;', 'LOAD'],
    ['359586015829802;', 'ON'],
    [`imei:359586015829802,help me,0809231429,1355,F,062947.294,${HERE},0.00,;`, '**,imei:359586015829802,E;'],
    [`imei:359586015829802,tracker,0809231429,1355,F,062947.294,${HERE},0.00,;`, undefined],
  ])('answers %s with %s', (text, answer) => {
    const message = read(text);
    expect([message.deviceId, message.answer]).toEqual(['359586015829802', answer]);
  });

  it.each([
    ['is of cells, not of satellites', 'tracker,000000000,,L,,,fa8,,c9af,,,', 'no-position'],
    ['is not valid', `tracker,151030080103,,F,000101.000,V${HERE.slice(1)},0.00,0`, 'no-position'],
    ['is of the engine alone', 'OBD,180905200218,,,,0,0,0.39%,70,9.41%,494,0.00,P0137,P0430,,', 'no-position'],
    ['lies beyond the pole', 'tracker,151030080103,,F,000101.000,A,9143.3834,N,02512.9071,E,0.00,0', 'invalid'],
    ['has 60 minutes', 'tracker,151030080103,,F,000101.000,A,5460.0000,N,02512.9071,E,0.00,0', 'invalid'],
    ['has no number for a place', 'tracker,151030080103,,F,000101.000,A,NaN,N,02512.9071,E,0.00,0', 'invalid'],
    ['has no hemisphere', 'tracker,151030080103,,F,000101.000,A,5443.3834,,02512.9071,E,0.00,0', 'invalid'],
    ['is of a day that does not exist', `tracker,150230080103,,F,000101.000,${HERE},0.00,0`, 'malformed'],
    ['is of the year 2044', `tracker,441030080103,,F,000101.000,${HERE},0.00,0`, 'future'],
    ['is something else', 'vr,0c00fa011ea05a03', 'malformed'],
  ])('drops for its reason what %s', (_, fields, reason) => expect(readings(report(fields))).toEqual([reason]));

  it('drops noise, and what has no end', () => {
    expect(readings('hello;')).toEqual(['malformed']);
    expect(readings(`imei:${IMEI},tracker,151030080103,,F,000101.000,${HERE},1`)).toEqual(['truncated']);
  });

  const several = [
    '##,imei:359710045559474,A',
    'noise',
    `imei:${IMEI},tracker,151030080103,,F,000101.000,${HERE},1.4,0`,
  ];
  it('reads several frames, and a bad one costs only itself', () =>
    expect(readings(`${several.join(';\r\n')};`)).toMatchObject(['malformed', place]));
  it('makes nothing up from a body cut off anywhere', () => cutAnywhere(gps103, Buffer.from(`${several.join(';')};`)));
  it('takes any bytes', () => neverThrows(gps103, Buffer.from(several.join(';'))));
});
