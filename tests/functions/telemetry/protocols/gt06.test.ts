import fc from 'fast-check';
import { gt06 } from '../../../../functions/telemetry/protocols/gt06.ts';
import { crcIbm, crcItu } from '../../../../functions/telemetry/protocols/wire/crc.ts';
import { brief, cutAnywhere, flippedAnywhere, hex, NOW, neverThrows } from './kit.ts';

const read = (bytes: Buffer) => gt06.read(bytes, NOW);
const readings = (digits: string) => read(hex(digits)).readings.map(brief);

/** A frame round a type and its content. */
const frame = (type: number, content: string, serial = 1, isLong = false): Buffer => {
  const inner = Buffer.concat([Buffer.from([type]), hex(content), Buffer.from([serial >> 8, serial & 0xff])]);
  const length = inner.length + 2;
  const body = Buffer.concat([Buffer.from(isLong ? [length >> 8, length & 0xff] : [length]), inner]);
  const crc = crcItu(body);
  const mark = isLong ? 0x79 : 0x78;
  return Buffer.concat([Buffer.from([mark, mark]), body, Buffer.from([crc >> 8, crc & 0xff, 13, 10])]);
};
const LOGIN = frame(0x01, '0359339075000123');
// 2 March 2026, 07:59:30, nine satellites, 23.11 N 114.41 E, 36 km/h, 270 degrees, positioned.
const PLACE = '1a0302073b1e c9 027ac818 0c465860 24 150e';
const CELL = '01cc 00 287d 001f71';
const place = { at: '2026-03-02T07:59:30.000Z', lat: 23.1116933, lon: 114.4092978, speed: 10, heading: 270 };

describe('the checksums of trackers', () => {
  const digits = Buffer.from('123456789');
  it('are those of the catalogue of CRC algorithms', () =>
    // CRC-16/ARC and CRC-16/IBM-SDLC of https://reveng.sourceforge.io/crc-catalogue/16.htm
    expect([crcIbm(digits), crcItu(digits)]).toEqual([0xbb3d, 0x906e]));
  it('find a part of the bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (before, after) =>
        expect(crcItu(Buffer.concat([before, digits, after]), before.length, before.length + 9)).toBe(0x906e),
      ),
    ));
});

describe('GT06', () => {
  // Samples of https://github.com/traccar/traccar (Gt06ProtocolDecoderTest).
  it.each([
    [
      'a place with the engine',
      '787822220F0C1D023305C9027AC8180C46586000140001CC00287D001F71000001000820860D0A',
      {
        at: '2015-12-29T02:51:05.000Z',
        lat: 23.1116933,
        lon: 114.4092978,
        speed: 0,
        heading: 0,
        attributes: { satellites: 9, ignition: false },
      },
    ],
    [
      'a place in the south-west',
      '7878241216040e102c22cf00915ffb04c6016300195a02d402283b00753f400571040001dda4880d0a',
      {
        at: '2022-04-14T16:44:34.000Z',
        lat: -5.2929394,
        lon: -44.4918594,
        speed: 0,
        heading: 346,
        attributes: { satellites: 15 },
      },
    ],
    [
      'the state of the device',
      '7878251613020C12141AC5027951430C2A16F60014000900000000001A00007C550300020002F1E70D0A',
      {
        at: '2019-02-12T18:20:26.000Z',
        lat: 23.0583839,
        lon: 113.3805456,
        speed: 0,
        heading: 0,
        attributes: { satellites: 5 },
      },
    ],
  ])('reads %s', (_, digits, fix) => expect(readings(digits)).toMatchObject([fix]));

  it('names the device of all that follows its login, and says what the device waits for', () => {
    const { deviceId, readings: two, answer } = read(Buffer.concat([LOGIN, frame(0x12, `${PLACE}${CELL}`, 2)]));
    expect(deviceId).toBe('359339075000123');
    expect(two.map((reading) => [reading.deviceId, brief(reading)])).toMatchObject([['359339075000123', place]]);
    expect(answer).toEqual(frame(0x01, ''));
  });

  it('answers the sample of the protocol’s own description as it says', () =>
    expect(read(hex('78780D01012345678901234500018CDD0D0A'))).toMatchObject({
      deviceId: '123456789012345',
      answer: hex('78780501 0001 D9DC 0D0A'),
    }));

  it.each([
    [0x01, 'sos'],
    [0x02, 'power-cut'],
    [0x06, 'speeding'],
    [0x29, 'harsh-acceleration'],
    [0x30, 'harsh-brake'],
    [0x2a, 'harsh-corner'],
  ])('knows alarm %d for %s, and answers it', (alarm, event) => {
    const content = `${PLACE} 09 ${CELL} 46 06 04 ${alarm.toString(16).padStart(2, '0')} 02`;
    const message = read(frame(0x26, content, 7));
    expect(message.readings.map(brief)).toEqual([
      {
        ...place,
        attributes: {
          satellites: 9,
          ignition: true,
          deviceCharging: true,
          batteryLevel: 100,
          gsmSignal: 100,
          event,
        },
      },
    ]);
    expect(message.answer).toEqual(frame(0x26, '', 7));
  });

  it('reads the alarm of the state when there is no other', () =>
    expect(read(frame(0x16, `${PLACE} 09 ${CELL} 20 03 02 00 02`)).readings.map(brief)).toMatchObject([
      { attributes: { event: 'sos', batteryLevel: 50, gsmSignal: 50 } },
    ]));

  it('moves the clock of a device that says its zone', () => {
    const east = frame(0x01, '0359339075000123 8001 3200');
    const west = frame(0x01, '0359339075000123 8001 1f48'); // 5 h west
    const fixes = read(Buffer.concat([east, frame(0x12, PLACE), west, frame(0x12, PLACE.replace('1a0302', '1a0301'))]));
    expect(fixes.readings.map(brief)).toMatchObject([
      { at: '2026-03-01T23:59:30.000Z' },
      { at: '2026-03-01T12:59:30.000Z' },
    ]);
  });

  it('tells a device the time', () => expect(read(frame(0x8a, '', 6)).answer).toEqual(frame(0x8a, '1a0302080000', 6)));

  it('hears a heartbeat, which is no place, in either length of frame', () => {
    expect(read(frame(0x13, '4b 04 03 0001', 5))).toEqual({ readings: [], answer: frame(0x13, '', 5) });
    expect(read(frame(0x94, '0a 0359339075000123', 5, true))).toEqual({ readings: [] });
  });

  it.each<[string, Buffer, string]>([
    ['is cut off', frame(0x12, PLACE).subarray(0, -4), 'truncated'],
    ['is too short for a place', frame(0x12, '1a0302073b1e'), 'truncated'],
    ['is noise', Buffer.from('hello'), 'malformed'],
    ['has no end', Buffer.concat([frame(0x12, PLACE).subarray(0, -2), Buffer.from('ab')]), 'malformed'],
    ['has a wrong checksum', hex('78780D01012345678901234500018CDE0D0A'), 'checksum'],
    ['is not positioned', frame(0x12, PLACE.replace('150e', '050e')), 'no-position'],
    ['lies beyond the pole', frame(0x12, PLACE.replace('027ac818', '09ac6000')), 'invalid'],
    ['is of a day that does not exist', frame(0x12, PLACE.replace('1a0302', '1a021e')), 'malformed'],
    ['is of tomorrow', frame(0x12, PLACE.replace('1a0302', '1a0303')), 'future'],
    ['has a login without digits', frame(0x01, 'ffffffffffffffff'), 'malformed'],
  ])('drops for its reason what %s', (_, bytes, reason) => expect(read(bytes).readings.map(brief)).toEqual([reason]));

  const good = frame(0x12, PLACE);
  const bad = Buffer.from(good);
  bad[12] = 0xff;
  it('reads several frames, and a bad one costs only itself', () =>
    expect(read(Buffer.concat([LOGIN, bad, good, Buffer.from([1, 2, 3]), good])).readings.map(brief)).toMatchObject([
      'checksum',
      place,
      'malformed',
      place,
    ]));

  it('takes what follows a broken login for nobody’s, not for the one’s before', () => {
    const login = Buffer.from(LOGIN);
    login[8] = 0x99;
    const { deviceId, readings: three } = read(Buffer.concat([LOGIN, good, login, good]));
    expect(three.map((reading) => reading.deviceId)).toEqual(['359339075000123', '359339075000123', undefined]);
    expect(deviceId).toBeUndefined();
  });

  const body = Buffer.concat([LOGIN, good, frame(0x26, `${PLACE} 09 ${CELL} 46 06 04 01 02`)]);
  it('makes nothing up from a body cut off anywhere', () => cutAnywhere(gt06, body));
  it('makes nothing up from a body with a bit turned over', () => flippedAnywhere(gt06, body, true));
  it('takes any bytes', () => neverThrows(gt06, body));
});
