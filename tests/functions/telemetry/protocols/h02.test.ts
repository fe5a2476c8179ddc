import { h02 } from '../../../../functions/telemetry/protocols/h02.ts';
import { brief, cutAnywhere, hex, NOW, neverThrows } from './kit.ts';

const read = (text: string) => h02.read(Buffer.from(text), NOW);
const readings = (text: string) => read(text).readings.map(brief);
const text = (fields: string) => `*HQ,4210209006,V1,${fields}#`;
const HERE = '054048,A,2828.2297,N,07733.4332,E,000.5,047,080918,FFFFFBFF';
const place = { at: '2018-09-08T05:40:48.000Z', lat: 28.470495, lon: 77.55722 };

// Samples of https://github.com/traccar/traccar (H02ProtocolDecoderTest).
const BINARY = '2441091144271222470112142233983006114026520E000000FFFFFBFFFF0014060000000001CC00262B0F170A';
const SHORT = '2427051711092133391406135002584900014337822e000000ffffffffff0000';
const LONG_ID = '2435248308419329301047591808172627335900074412294E024138FEFFFFFFFF01120064BA73005ECC';

describe('H02', () => {
  it.each([
    [
      'text',
      '*HQ,4210209006,V1,054048,A,2828.2297,N,07733.4332,E,000.5,047,4,080918,EEE7FBDF,4261193,0#',
      '4210209006',
      { ...place, speed: 0.257, heading: 47, attributes: { ignition: false, event: 'power-cut' } },
    ],
    [
      'text with a coding scheme',
      '*HQ,353505221264507,V2,100220,0,5238.26259,N,00507.33983,E,0.25,0,280917,FFFFFFFF,cc,28,  db,d75b#',
      '353505221264507',
      {
        at: '2017-09-28T10:02:20.000Z',
        lat: 52.6377098,
        lon: 5.1223305,
        speed: 0.129,
        heading: 0,
        attributes: { ignition: true },
      },
    ],
    [
      'text with dashes in the angles',
      '*HQ,1451316485,V1,121557,A,-23-3.3408,S,-48-2.8926,W,0.1,158,241115,FFFFFFFF#',
      '1451316485',
      {
        at: '2015-11-24T12:15:57.000Z',
        lat: -23.05568,
        lon: -48.04821,
        speed: 0.051,
        heading: 158,
        attributes: { ignition: true },
      },
    ],
    [
      'the place in an answer to a command',
      '*TH,2020916012,V4,S14,100,10,1,3,130305,050316,A,2212.8745,N,11346.6574,E,14.28,028,220902,FFFFFBFF#',
      '2020916012',
      {
        at: '2002-09-22T05:03:16.000Z',
        lat: 22.214575,
        lon: 113.7776233,
        speed: 7.346,
        heading: 28,
        attributes: { ignition: false },
      },
    ],
  ])('reads %s', (_, body, deviceId, fix) => {
    expect(readings(body)).toEqual([fix]);
    expect(read(body).deviceId).toBe(deviceId);
  });

  it.each([
    [
      '45 bytes',
      BINARY,
      '4109114427',
      {
        at: '2014-12-01T12:22:47.000Z',
        lat: 22.5663833,
        lon: 114.0442,
        attributes: { batteryLevel: 100, ignition: false },
      },
    ],
    [
      '32 bytes',
      SHORT,
      '2705171109',
      { at: '2013-06-14T21:33:39.000Z', lat: 50.0430817, lon: 14.5630367, attributes: { ignition: true } },
    ],
    [
      '42 bytes, whose number is an IMEI',
      LONG_ID,
      '352483084193293',
      { at: '2017-08-18T10:47:59.000Z', lat: 26.4555983, lon: 74.6871567, speed: 12.347, heading: 138 },
    ],
    [
      'the south-west',
      '24410600082621532131081504419390060740418306000000ffffffffff0015060000002c02dc0c000000001f',
      '4106000826',
      { lat: 4.6989833, lon: -74.0697167 },
    ],
  ])('reads the binary form of %s', (_, digits, deviceId, fix) => {
    const message = h02.read(hex(digits), NOW);
    expect(message.readings.map(brief)).toMatchObject([fix]);
    expect(message.deviceId).toBe(deviceId);
  });

  it('answers the first kind of message, with the time', () => {
    expect(read(text(HERE)).answer).toEqual(Buffer.from('*HQ,4210209006,V4,V1,20260302080000#'));
    expect(read(text(HERE).replace('V1', 'V2')).answer).toBeUndefined();
  });

  it.each([
    '*HQ,1600068812,NBR,141335,262,02,255,6,431,17003,26,151216,FFFFFBFF#',
    '*HQ,356327080425330,XT,1,100#',
    '*HQ,1700086468,LINK,180902,15,0,84,0,0,240517,FFFFFBFF#',
  ])('hears what is of cells and batteries, and is no place: %s', (body) => {
    expect(readings(body)).toEqual([]);
    expect(read(body).deviceId).toMatch(/^\d+$/);
  });

  it.each([
    ['is not valid', text(HERE.replace(',A,', ',V,')), 'no-position'],
    ['has no validity', text(HERE.replace(',A,', ',,')), 'no-position'],
    ['has no place', text(',V,,N,,E,0.00,0,,FFFFF7FF'), 'no-position'],
    ['lies beyond the pole', text(HERE.replace('2828', '9128')), 'invalid'],
    ['has 60 minutes', text(HERE.replace('07733', '07760')), 'invalid'],
    ['is no number', text(HERE.replace('2828.2297', 'NaN')), 'invalid'],
    ['is of a day that does not exist', text(HERE.replace('080918', '300218')), 'malformed'],
    ['has no date', text(HERE.replace('080918', '')), 'malformed'],
    ['is of the year 2044', text(HERE.replace('080918', '080944')), 'future'],
    ['is cut off', text(HERE).slice(0, -1), 'truncated'],
    ['has no such form', '*!#', 'malformed'],
    ['is noise', 'hello', 'malformed'],
  ])('drops for its reason text that %s', (_, body, reason) => expect(readings(body)).toEqual([reason]));

  it.each([
    ['is not valid', BINARY.replace('520E', '520C'), 'no-position'],
    ['has letters among its digits', BINARY.replace('2233', '2A33'), 'malformed'],
    ['has 60 minutes', BINARY.replace('22339830', '22609830'), 'invalid'],
    ['is of a month that does not exist', BINARY.replace('011214', '011314'), 'malformed'],
    ['is cut off', BINARY.slice(0, 40), 'truncated'],
  ])('drops for its reason a binary frame that %s', (_, digits, reason) =>
    expect(h02.read(hex(digits), NOW).readings.map(brief)).toEqual([reason]),
  );

  const body = Buffer.concat([hex(BINARY), Buffer.from(`${text(HERE)}\r\nnoise${text(HERE)}`), hex(SHORT)]);
  it('reads several frames of both forms, and a bad one costs only itself', () =>
    expect(h02.read(body, NOW).readings.map(brief)).toMatchObject([
      { lat: 22.5663833 },
      place,
      'malformed',
      place,
      { lat: 50.0430817 },
    ]));
  it('makes nothing up from text cut off anywhere', () =>
    cutAnywhere(h02, Buffer.from(`${text(HERE)}\r\n${text(HERE)}`)));
  it('takes any bytes', () => neverThrows(h02, body));
});
