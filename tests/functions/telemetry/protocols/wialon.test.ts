import { wialon } from '../../../../functions/telemetry/protocols/wialon.ts';
import { brief, cutAnywhere, flippedAnywhere, NOW, neverThrows } from './kit.ts';
import { crcIbmByBits } from './teltonika-encoder.ts';

const read = (text: string) => wialon.read(Buffer.from(text), NOW);
const readings = (text: string) => read(`${text}\r\n`).readings.map(brief);

/** As version 2.0 ends a message: with the checksum of what is before it. */
const checked = (type: string, body: string) =>
  `#${type}#${body}${crcIbmByBits(Buffer.from(body)).toString(16).toUpperCase()}\r\n`;
const HERE = '5544.6025;N;03739.6834;E';
const place = { lat: 55.743375, lon: 37.66139 };
const SHORT = `270413;205601;${HERE};36;2;3;4`;
const LONG = `${SHORT};0.8;3;1;14.77,0.02;4277EFEF;count1:1:564,fuel:2:45.8,hw:3:V4.5,SOS:1:1`;
const LOGIN = checked('L', '2.0;356307042441013;NA;');

describe('Wialon IPS', () => {
  // The first three are samples of https://github.com/traccar/traccar (WialonProtocolDecoderTest).
  it.each([
    [
      'a short message',
      '#SD#270413;205601;5544.6025;N;03739.6834;E;1;2;3;4',
      {
        at: '2013-04-27T20:56:01.000Z',
        ...place,
        speed: 0.278,
        heading: 2,
        altitude: 3,
        attributes: { satellites: 4 },
      },
    ],
    [
      'one with a checksum',
      '#D#101118;061143;0756.0930;N;12338.6403;E;18.223;99.766;-4.000;10;0.800;NA;NA;NA;NA;101_521347:1:521249,101_521126:1:6593598,101_521127:1:774780,101_521072_21.1:1:0,101_521072_21.2:1:71353;F24A',
      {
        at: '2018-11-10T06:11:43.000Z',
        lat: 7.9348833,
        lon: 123.644005,
        speed: 5.062,
        heading: 99.77,
        altitude: -4,
        attributes: {
          satellites: 10,
          hdop: 0.8,
          'param.101_521347': 521249,
          'param.101_521126': 6593598,
          'param.101_521127': 774780,
          'param.101_521072_21.1': 0,
          'param.101_521072_21.2': 71353,
        },
      },
    ],
    [
      'one without a time, which is of now',
      '#D#NA;NA;5429.681944502211763;N;02654.60403650999069;E;NA;NA;NA;NA;NA;NA;NA;1.0;NA;m1:1:9196679,d1:1:15397,t1:1:20,b1:1:162,fuel1:2:21588.0,pv1:2:35.98,finish:1:1;0x9b0',
      {
        at: '2026-03-02T08:00:00.000Z',
        lat: 54.4946991,
        lon: 26.9100673,
        attributes: {
          analog1: 1,
          'param.m1': 9196679,
          'param.d1': 15397,
          'param.t1': 20,
          'param.b1': 162,
          'param.fuel1': 21588,
          'param.pv1': 35.98,
          'param.finish': 1,
        },
      },
    ],
    [
      'the driver, the inputs, and a call for help',
      `#D#${LONG}`,
      {
        at: '2013-04-27T20:56:01.000Z',
        ...place,
        speed: 10,
        heading: 2,
        altitude: 3,
        attributes: {
          satellites: 4,
          hdop: 0.8,
          inputs: 3,
          outputs: 1,
          driverTag: '4277EFEF',
          analog1: 14.77,
          analog2: 0.02,
          'param.count1': 564,
          'param.fuel': 45.8,
          'param.hw': 'V4.5',
          event: 'sos',
        },
      },
    ],
  ])('reads %s', (_, text, fix) => expect(readings(text)).toEqual([fix]));

  it('reads what a device kept, each message for itself', () => {
    const { readings: read2, answer } = read(`99999999#B#${SHORT}|${SHORT.replace('5544', '5543')}|bad|${LONG}\r\n`);
    expect(read2.map(brief)).toMatchObject([place, { lat: 55.7267083 }, 'malformed', place]);
    expect(read2.map(({ deviceId }) => deviceId)).toEqual(['99999999', '99999999', '99999999', '99999999']);
    expect(answer).toBe('#AB#4\r\n');
  });

  it('names the device of all that follows its login, in either version', () => {
    const first = read(`#L#356307042441013;NA\r\n#SD#${SHORT}\r\n`);
    expect([first.deviceId, first.readings[0]?.deviceId, first.answer]).toEqual([
      '356307042441013',
      '356307042441013',
      '#AL#1\r\n#ASD#1\r\n',
    ]);
    const second = read(`${LOGIN}${checked('SD', `${SHORT};`)}${checked('B', `${SHORT}|${LONG}|`)}#P#\r\n`);
    expect(second.readings.map(({ deviceId }) => deviceId)).toEqual(Array.from({ length: 3 }, () => '356307042441013'));
    expect(second.answer).toBe('#AL#1\r\n#ASD#1\r\n#AB#2\r\n#AP#\r\n');
  });

  it.each([
    ['a login', '#L#2.0;356307042441013;NA;0000', [], '#AL#10\r\n'],
    ['a short message', `#SD#${SHORT};0000`, ['checksum'], '#ASD#13\r\n'],
    ['a long message', `#D#${LONG};0000`, ['checksum'], '#AD#16\r\n'],
    ['what it kept', `#B#${SHORT}|0000`, ['checksum'], '#AB#\r\n'],
  ])('refuses %s whose checksum is wrong', (_, text, reasons, answer) => {
    expect(readings(text)).toEqual(reasons);
    expect(read(`${text}\r\n`).answer).toBe(answer);
  });

  it('takes what follows a broken login for nobody’s, not for the one’s before', () => {
    const message = read(`${LOGIN}${LOGIN.replace('NA', 'NB')}${checked('SD', `${SHORT};`)}`);
    expect([message.deviceId, message.readings[0]?.deviceId]).toEqual([undefined, undefined]);
    expect(message.readings.map(brief)).toMatchObject([place]);
  });

  it('takes what comes before a login for nobody’s', () => {
    const message = read(`${checked('SD', `${SHORT};`)}${LOGIN}${checked('SD', `${SHORT};`)}`);
    expect(message.readings.map(({ deviceId }) => deviceId)).toEqual([undefined, '356307042441013']);
    expect(message.deviceId).toBeUndefined();
  });

  it('refuses a name that no device may have', () =>
    expect(read(`#L#../../x;NA\r\n#SD#${SHORT}\r\n`)).toMatchObject({
      readings: [{ fix: place }],
      answer: '#AL#0\r\n#ASD#1\r\n',
    }));

  it('reads more than a device can keep', () =>
    expect(read(`#B#${Array.from({ length: 500 }, () => LONG).join('|')}\r\n`).readings).toHaveLength(500));

  it('refuses a message without a checksum from a device that sends one with each', () =>
    expect(wialon.read(Buffer.from(`${LOGIN}#SD#${SHORT}\r\n`), NOW).readings.map(brief)).toEqual(['checksum']));

  it.each([
    ['does not know its place', SHORT.replace(HERE, 'NA;NA;NA;NA'), 'no-position', '1'],
    ['sees no satellites', SHORT.replace(/4$/, '0'), 'no-position', '1'],
    ['lies beyond the pole', SHORT.replace('5544', '9144'), 'invalid', '10'],
    ['has 64 minutes', SHORT.replace('5544', '5564').replace('03739', '03764'), 'invalid', '10'],
    ['is no number', SHORT.replace('5544.6025', 'NaN'), 'invalid', '10'],
    ['is of a day that does not exist', SHORT.replace('270413', '310213'), 'malformed', '0'],
    ['is of the year 2044', SHORT.replace('270413', '270444'), 'future', '1'],
    ['has too few fields', '270413;205601', 'malformed', '-1'],
  ])('drops for its reason what %s', (_, body, reason, code) => {
    expect(readings(`#SD#${body}`)).toEqual([reason]);
    expect(read(`#SD#${body}\r\n`).answer).toBe(`#ASD#${code}\r\n`);
  });

  it('drops noise, and what has no end', () => {
    expect(readings('hello')).toEqual(['malformed']);
    expect(read(`#SD#${SHORT}`).readings.map(brief)).toEqual(['truncated']);
  });

  const body = Buffer.from(`${LOGIN}noise\r\n${checked('D', `${LONG};`)}${checked('B', `${SHORT}|${LONG}|`)}`);
  it('reads several frames, and a bad one costs only itself', () =>
    expect(wialon.read(body, NOW).readings.map(brief)).toMatchObject(['malformed', place, place, place]));
  it('makes nothing up from a body cut off anywhere', () => cutAnywhere(wialon, body));
  it('makes nothing up from a body with a bit turned over', () =>
    flippedAnywhere(wialon, Buffer.from(`${LOGIN}${checked('D', `${LONG};`)}`), true));
  it('takes any bytes', () => neverThrows(wialon, body));
});
