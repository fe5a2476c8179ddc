import fc from 'fast-check';
import { teltonika } from '../../../../functions/telemetry/protocols/teltonika.ts';
import { brief, cutAnywhere, flippedAnywhere, hex, NOW, neverThrows } from './kit.ts';
import { type AvlRecord, anyRecord, dataOf, loginOf, tcpPacket, udpPacket } from './teltonika-encoder.ts';

const read = (bytes: Buffer) => teltonika.read(bytes, NOW);
const IMEI = '352093089168821';

const here: AvlRecord = {
  at: Date.parse('2026-03-02T07:59:30.000Z'),
  lat: 49.0123456,
  lon: -8.4321012,
  altitude: 115,
  angle: 270,
  satellites: 9,
  speed: 36,
  elements: { 1: [], 2: [], 4: [], 8: [] },
  long: [],
};
const with1 = (size: 1 | 2 | 4 | 8, ...elements: (readonly [number, bigint])[]): AvlRecord => ({
  ...here,
  elements: { ...here.elements, [size]: elements },
});
const attributesOf = (record: AvlRecord, codec: 0x08 | 0x8e | 0x10 = 0x8e) => {
  const [reading] = read(tcpPacket(dataOf(codec, [record]))).readings;
  return reading && 'fix' in reading ? reading.fix.attributes : reading;
};

// From https://wiki.teltonika-gps.com/view/Teltonika_Data_Sending_Protocols, where none has a position.
const WIKI = {
  codec8:
    '000000000000004308020000016B40D57B480100000000000000000000000000000001010101000000000000016B40D5C198010000000000000000000000000000000101010101000000020000252C',
  codec8Extended:
    '000000000000004A8E010000016B412CEE000100000000000000000000000000000000010005000100010100010011001D00010010015E2C880002000B000000003544C87A000E000000001DD7E06A00000100002994',
  codec16:
    '000000000000005F10020000016BDBC7833000000000000000000000000000000000000B05040200010000030002000B00270042563A00000000016BDBC7871800000000000000000000000000000000000B05040200010000030002000B00260042563A00000200005FB3',
  udp: '003DCAFE0105000F33353230393330383634303336353508010000016B4F815B30010000000000000000000000000000000103021503010101425DBC000001',
};
// From https://github.com/traccar/traccar (TeltonikaProtocolDecoderTest).
const EXTENDED =
  '00000000000000a38e0100000178b11c9e1000040bbbc91f03190c002100e113001300000010000600ef0100f00100150300c800004501001e070005004237e00018000a00ce166200430f970024059f000300f10000665900c70000001e00100000a1b500000002010000115756315a5a5a32455a38363031353338380119002950303239392c50303637352c50303637342c50303637322c50303637312c50303437312c50324241430100001ad8';

describe('Teltonika', () => {
  it('reads the place, the elements by their names, and the trouble codes of a packet in Codec 8 Extended', () =>
    expect(read(hex(EXTENDED)).readings.map(brief)).toEqual([
      {
        at: '2021-04-08T10:52:26.000Z',
        lat: 52.0296716,
        lon: 6.7877833,
        speed: 5.278,
        heading: 225,
        altitude: 33,
        attributes: {
          satellites: 19,
          ignition: true,
          motion: true,
          gsmSignal: 60,
          dtcCount: 7,
          power: 14.304,
          battery: 3.991,
          rpm: 1439,
          tripOdometer: 30,
          vin: 'WV1ZZZ2EZ86015388',
          dtcs: 'P0299,P0675,P0674,P0672,P0671,P0471,P2BAC',
          odometer: 41397,
          io200: 0,
          io69: 1,
          io206: 5730,
          io241: 26201,
        },
      },
    ]));

  it.each([
    ['Codec 8', WIKI.codec8, 2],
    ['Codec 8 Extended', WIKI.codec8Extended, 1],
    ['Codec 16', WIKI.codec16, 2],
  ])('reads and acknowledges the maker’s own sample of %s, which has no position', (_, digits, count) => {
    const { readings, answer } = read(hex(digits));
    expect(readings.map(brief)).toEqual(Array.from({ length: count }, () => 'no-position'));
    expect(answer).toEqual(Buffer.from([0, 0, 0, count]));
  });

  it('knows the device of a packet over UDP, and answers with the numbers of the packet', () => {
    const { deviceId, readings, answer } = read(hex(WIKI.udp));
    expect([deviceId, readings.map(brief)]).toEqual(['352093086403655', ['no-position']]);
    expect(answer).toEqual(hex('0005CAFE010501'));
  });

  it('names the device of all that follows its login', () => {
    const body = Buffer.concat([loginOf(IMEI), tcpPacket(dataOf(0x08, [here])), tcpPacket(dataOf(0x10, [here]))]);
    const { deviceId, readings, answer } = read(body);
    expect([deviceId, ...readings.map((reading) => reading.deviceId)]).toEqual([IMEI, IMEI, IMEI]);
    expect(answer).toEqual(hex('01 00000001 00000001'));
  });

  it.each([0x08, 0x8e, 0x10] as const)(
    'reads a place on any side of the equator and of Greenwich in codec %d',
    (codec) =>
      fc.assert(
        fc.property(anyRecord(codec), ({ lat, lon, speed, ...record }) => {
          const [reading] = read(tcpPacket(dataOf(codec, [{ ...record, lat, lon, speed }]))).readings;
          expect(brief(reading)).toMatchObject({
            lat: lat || 0,
            lon: lon || 0,
            speed: Math.round((speed / 3.6) * 1000) / 1000,
          });
        }),
        { numRuns: 50 },
      ),
  );
});

describe('an element of a Teltonika record', () => {
  it.each<[string, 1 | 2 | 4 | 8, number, bigint, unknown]>([
    ['ignition', 1, 239, 0n, false],
    ['motion', 1, 240, 1n, true],
    ['gsmSignal', 1, 21, 4n, 80],
    ['power', 2, 66, 12_600n, 12.6],
    ['battery', 2, 67, 4_112n, 4.112],
    ['batteryLevel', 1, 113, 88n, 88],
    ['hdop', 2, 182, 8n, 0.8],
    ['odometer', 4, 16, 1_234_567n, 1_234_567],
    ['odometer', 4, 389, 98_765n, 98_765_000],
    ['tripOdometer', 4, 199, 321n, 321],
    ['rpm', 2, 36, 2_500n, 2_500],
    ['coolant', 1, 32, 0xf6n, -10],
    ['coolant', 2, 115, 905n, 90.5],
    ['coolant', 4, 115, 0xffff_ff9cn, -10],
    ['fuelLevel', 1, 48, 47n, 47],
    ['fuelLevel', 1, 89, 51n, 51],
    ['fuelMillilitres', 2, 84, 455n, 45_500],
    ['fuelMillilitres', 2, 390, 455n, 45_500],
    ['fuelUsed', 4, 83, 12_345n, 1_234_500],
    ['engineSeconds', 4, 102, 60n, 3_600],
    ['vehicleSpeed', 2, 37, 90n, 25],
    ['accelerationX', 2, 17, 1_000n, 9.80665],
    ['accelerationY', 2, 18, 0xfc18n, -9.80665],
    ['temperature1', 2, 72, 0xffffn, -0.1],
    ['driverTag', 8, 78, 0x01_2345_6789_abn, '00000123456789AB'],
    ['event', 1, 253, 1n, 'harsh-acceleration'],
    ['event', 1, 253, 2n, 'harsh-brake'],
    ['event', 1, 253, 3n, 'harsh-corner'],
    ['event', 1, 252, 1n, 'power-cut'],
    ['event', 1, 236, 1n, 'sos'],
    ['event', 1, 246, 1n, 'tow'],
    ['io700', 4, 700, 0xffff_ffffn, 4_294_967_295],
    ['io701', 8, 701, 2n ** 53n, '9007199254740992'],
  ])('is our %s: %d bytes, number %d, value %d', (name, size, id, value, expected) =>
    expect(attributesOf(with1(size, [id, value]))).toEqual({ satellites: 9, [name]: expected }),
  );

  it.each<[1 | 8, number]>([
    [1, 253],
    [1, 236],
    [8, 78],
  ])('says nothing when it is zero and stands for an event or a key: %d bytes, number %d', (size, id) =>
    expect(attributesOf(with1(size, [id, 0n]))).toEqual({ satellites: 9 }),
  );

  it('is the vehicle’s own rather than the device’s estimate, in whatever order they come', () => {
    expect(attributesOf(with1(4, [16, 5n], [87, 7_000n]))).toEqual({ satellites: 9, odometer: 7_000 });
    expect(attributesOf(with1(4, [87, 7_000n], [16, 5n]))).toEqual({ satellites: 9, odometer: 7_000 });
  });

  it('tells how hard an event was', () =>
    expect(attributesOf(with1(1, [254, 45n], [253, 2n]))).toEqual({
      satellites: 9,
      event: 'harsh-brake',
      eventPeak: 4.412993,
    }));

  it('finds no room after 32, and then those with a name stay', () => {
    const many = Array.from({ length: 60 }, (_, index) => [300 + index, 1n] as const);
    const attributes = attributesOf(with1(1, ...many, [239, 1n])) ?? {};
    expect(Object.keys(attributes)).toHaveLength(32);
    expect(attributes).toMatchObject({ ignition: true, io300: 1 });
  });
});

describe('a Teltonika packet that cannot be used', () => {
  const first = tcpPacket(dataOf(0x08, [here]));
  const second = tcpPacket(dataOf(0x8e, [{ ...here, lat: 50 }]));
  const changed = (bytes: Buffer, offset: number, value: number) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(value, offset < 0 ? copy.length + offset : offset);
    return copy;
  };

  it.each<[string, Buffer, string]>([
    ['is cut off', first.subarray(0, -3), 'truncated'],
    ['has a wrong checksum', changed(first, 20, 0xff), 'checksum'],
    ['is noise', Buffer.from('GET / HTTP/1.1'), 'malformed'],
    ['has another number of records at its end', tcpPacket(changed(dataOf(0x08, [here]), -1, 2)), 'malformed'],
    ['has fewer records than it says', tcpPacket(Buffer.from([8, 1, 1])), 'truncated'],
    [
      'has something after its records',
      tcpPacket(Buffer.concat([dataOf(0x08, [here]), Buffer.from([1])])),
      'malformed',
    ],
    ['was measured without satellites', tcpPacket(dataOf(0x08, [{ ...here, satellites: 0 }])), 'no-position'],
    ['lies beyond the pole', tcpPacket(dataOf(0x08, [{ ...here, lat: 90.1 }])), 'invalid'],
    ['lies beyond the date line', tcpPacket(dataOf(0x08, [{ ...here, lon: -180.1 }])), 'invalid'],
    ['is of tomorrow', tcpPacket(dataOf(0x08, [{ ...here, at: NOW + 86_400_000 }])), 'future'],
    ['is of a device without a clock', tcpPacket(dataOf(0x08, [{ ...here, at: 0 }])), 'ancient'],
  ])('is dropped for its reason when it %s', (_, body, reason) =>
    expect(read(body).readings.map(brief)).toEqual([reason]),
  );

  it.each([1, 2])('is believed when its clock has rolled over %d times, and nothing else is wrong', (times) => {
    const at = here.at - times * 1_024 * 7 * 86_400_000;
    expect(read(tcpPacket(dataOf(0x08, [{ ...here, at }]))).readings.map(brief)).toMatchObject([
      { at: '2026-03-02T07:59:30.000Z' },
    ]);
  });

  it('asks for a broken one again', () => expect(read(changed(first, 20, 0xff)).answer).toEqual(hex('00000000')));

  it('leaves out a heading and an altitude that cannot be, and keeps the place', () => {
    const [reading] = read(tcpPacket(dataOf(0x08, [{ ...here, angle: 0xffff, speed: 0xffff }]))).readings;
    expect(brief(reading)).not.toHaveProperty('heading');
    expect(brief(reading)).toMatchObject({ lat: here.lat, lon: here.lon });
    expect(brief(reading)).not.toHaveProperty('speed');
  });

  it.each<[string, Buffer, string[]]>([
    ['a wrong checksum', changed(first, 20, 0xff), ['checksum']],
    ['a wrong length', changed(first, 7, 0xff), ['truncated']],
    ['a wrong, shorter length', changed(first, 7, 9), ['checksum']],
    ['noise', Buffer.from([0, 0, 0, 7, 0, 0, 0, 0, 9]), ['malformed']],
  ])('costs only itself: after one with %s the next is read', (_, bad, reasons) => {
    const readings = read(Buffer.concat([loginOf(IMEI), bad, second])).readings;
    expect(readings.map((reading) => ('reason' in reading ? reading.reason : reading.fix.lat))).toEqual([
      ...reasons,
      50,
    ]);
  });

  it('may be an answer to a command, which says nothing of a place', () =>
    expect(read(hex('00000000000000100C010600000008010300010015D5C5010000D988'))).toEqual({ readings: [] }));
});

describe('Teltonika and damage', () => {
  const body = Buffer.concat([
    loginOf(IMEI),
    tcpPacket(dataOf(0x08, [here, { ...here, at: here.at + 1_000 }])),
    tcpPacket(dataOf(0x8e, [{ ...here, at: here.at + 2_000, elements: { ...here.elements, 1: [[239, 1n]] } }])),
  ]);
  it('makes nothing up from a body cut off anywhere', () => {
    cutAnywhere(teltonika, body);
    cutAnywhere(teltonika, udpPacket(IMEI, dataOf(0x08, [here])));
  });
  it('makes nothing up from a body with a bit turned over', () => flippedAnywhere(teltonika, body.subarray(17)));
  it('takes any bytes', () => neverThrows(teltonika, body));
  it('gives up on a body that is full of false beginnings', () => {
    const beginning = hex('00000000 0000ffff 08 01');
    const { readings } = read(Buffer.concat(Array.from({ length: 5_000 }, () => beginning)));
    expect(readings.length).toBeLessThan(40);
  });
});
