import { gl200 } from '../../../../functions/telemetry/protocols/gl200.ts';
import { brief, cutAnywhere, NOW, neverThrows } from './kit.ts';

const read = (text: string) => gl200.read(Buffer.from(text), NOW);
const readings = (text: string) => read(text).readings.map(brief);
const PLACE = '1,4.3,92,70.0,121.354335,31.222073,20090214013254,0460,0000,18d8,6141,00';
const report = (kind: string, rest = '2000.0,20090214093254,11F0', before = ',,00,1') =>
  `+RESP:${kind},060100,135790246811220${before},${PLACE},${rest}$`;
const place = {
  at: '2009-02-14T01:32:54.000Z',
  lat: 31.222073,
  lon: 121.354335,
  speed: 1.194,
  heading: 92,
  altitude: 70,
};

describe('GL200', () => {
  // Samples of https://github.com/traccar/traccar (Gl200TextProtocolDecoderTest).
  it.each([
    [
      'a regular report with the odometer, the hours of the engine and the state',
      '+RESP:GTFRI,060100,135790246811220,,,00,1,1,4.3,92,70.0,121.354335,31.222073,20090214013254,0460,0000,18d8,6141,00,2000.0,12345:12:34,,,80,210100,,,,20090214093254,11F0$',
      [
        {
          ...place,
          attributes: {
            hdop: 1,
            odometer: 2_000_000,
            engineSeconds: 44_442_754,
            ignition: true,
            motion: false,
            batteryLevel: 80,
          },
        },
      ],
    ],
    [
      'the supply of the vehicle, and an odometer that does not count',
      '+RESP:GTFRI,060502,861074023689626,,25202,10,1,1,0.0,0,2744.1,-78.261047,0.023452,20170401211940,,,,,,0.0,00079:19:15,,,51,110000,,,,20170401212003,4DA7$',
      [
        {
          at: '2017-04-01T21:19:40.000Z',
          lat: 0.023452,
          lon: -78.261047,
          speed: 0,
          heading: 0,
          altitude: 2744.1,
          attributes: {
            hdop: 1,
            power: 25.202,
            engineSeconds: 285_555,
            ignition: false,
            motion: false,
            batteryLevel: 51,
          },
        },
      ],
    ],
    [
      'what was put in before the odometer',
      '+BUFF:GTERI,6E0A03,868589060745174,,00000100,,10,1,1,0.0,0,1509.0,-90.544928,14.584461,20250307182819,0704,0001,13A7,000B60AB,01,12,358.6,,,,,100,220000,0,2,00,6,5,0E7109BB,283F,SENTEMP1,7805412CF2DD,1,3466,24,36,24.91,100,20250307182820,1ABC$',
      [
        {
          at: '2025-03-07T18:28:19.000Z',
          lat: 14.584461,
          lon: -90.544928,
          speed: 0,
          heading: 0,
          altitude: 1509,
          attributes: { hdop: 1, odometer: 358_600, ignition: true, motion: true, batteryLevel: 100 },
        },
      ],
    ],
    [
      'several places in one report',
      '+RESP:GTFRI,1A0900,860599000306845,G3-313,0,0,4,1,2.1,0,426.7,8.611466,47.681639,20181214134603,0228,0001,077F,4812,25.2,1,5.7,34,437.3,8.611600,47.681846,20181214134619,0228,0001,077F,4812,25.2,83,20181214134702,0654$',
      [
        {
          at: '2018-12-14T13:46:03.000Z',
          lat: 47.681639,
          lon: 8.611466,
          speed: 0.583,
          heading: 0,
          altitude: 426.7,
          attributes: { hdop: 1 },
        },
        {
          at: '2018-12-14T13:46:19.000Z',
          lat: 47.681846,
          lon: 8.6116,
          speed: 1.583,
          heading: 34,
          altitude: 437.3,
          attributes: { hdop: 1 },
        },
      ],
    ],
    [
      'a device of old firmware, which does not say its version',
      '+RESP:GTTRI,862370030005908,1,0,99,1,0.0,354,18.5,18.821100,-34.084002,20170607152024,0655,0001,00DD,1CAE,00,0103010100,20170607172115,3E7D$',
      [
        {
          at: '2017-06-07T15:20:24.000Z',
          lat: -34.084002,
          lon: 18.8211,
          speed: 0,
          heading: 354,
          altitude: 18.5,
          attributes: { hdop: 1 },
        },
      ],
    ],
  ])('reads %s', (_, text, fixes) => expect(readings(text)).toEqual(fixes));

  it.each([
    ['GTSOS', { event: 'sos' }],
    ['GTTOW', { event: 'tow' }],
    ['GTMPF', { event: 'power-cut' }],
    ['GTSPD', { event: 'speeding' }],
    ['GTIGN', { ignition: true }],
    ['GTIGF', { ignition: false }],
  ])('knows what %s means', (kind, attributes) =>
    expect(readings(report(kind))).toMatchObject([{ ...place, attributes }]),
  );

  it.each([
    ['10', 'harsh-brake'],
    ['11', 'harsh-acceleration'],
    ['12', 'harsh-corner'],
  ])('knows harsh behaviour %s', (number, event) =>
    expect(readings(report('GTHBM', undefined, `,,,${number},1`))).toMatchObject([{ attributes: { event } }]),
  );

  it('knows the device, even by an MEID, and acknowledges by the number of the message', () => {
    expect(read(report('GTFRI'))).toMatchObject({ deviceId: '135790246811220', answer: '+SACK:11F0$' });
    expect(read(report('GTFRI').replace('135790246811220', 'A100004D9EF2AE')).deviceId).toBe('A100004D9EF2AE');
    expect(read('+ACK:GTHBD,1A0401,135790246811220,,20100214093254,11F0$')).toEqual({
      deviceId: '135790246811220',
      readings: [],
      answer: '+SACK:GTHBD,1A0401,11F0$',
    });
  });

  it.each([
    ['repeats its last place', report('GTFRI').replace(',1,4.3,', ',0,4.3,'), 'no-position'],
    [
      'has no place',
      '+BUFF:GTIGF,840502,867963063190000,,0,0,,,,,,,0268,0006,22C4,13E5,00,,,20250116170541,22D0$',
      'no-position',
    ],
    ['lies beyond the pole', report('GTFRI').replace('31.222073', '91.222073'), 'invalid'],
    ['has no number for a place', report('GTFRI').replace('31.222073', 'NaN'), 'no-position'],
    ['is of a day that does not exist', report('GTFRI').replace('20090214013254', '20090230013254'), 'malformed'],
    ['is of the year 2044', report('GTFRI').replace('20090214013254', '20440214013254'), 'future'],
    ['is of the last century', report('GTFRI').replace('20090214013254', '19900214013254'), 'ancient'],
    ['is cut off', report('GTFRI').slice(0, -1), 'truncated'],
    ['is noise', 'hello$', 'malformed'],
  ])('drops for its reason what %s', (_, text, reason) => expect(readings(text)).toEqual([reason]));

  const body = `${report('GTFRI')}\r\nnoise$${report('GTIGN')}`;
  it('reads several frames, and a bad one costs only itself', () =>
    expect(readings(body)).toMatchObject([place, 'malformed', place]));
  it('makes nothing up from a body cut off anywhere', () => cutAnywhere(gl200, Buffer.from(body)));
  it('takes any bytes', () => neverThrows(gl200, Buffer.from(body)));
});
