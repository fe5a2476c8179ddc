import fc from 'fast-check';

/** The bits one after another, as a check on the table of the product. */
export const crcIbmByBits = (bytes: Uint8Array): number => {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
};

export type Codec = 0x08 | 0x8e | 0x10;

export interface AvlRecord {
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  readonly altitude: number;
  readonly angle: number;
  readonly satellites: number;
  /** km/h */
  readonly speed: number;
  /** By their size in bytes: number and value. */
  readonly elements: Readonly<Record<1 | 2 | 4 | 8, readonly (readonly [id: number, value: bigint])[]>>;
  /** Of Codec 8 Extended only. */
  readonly long: readonly (readonly [id: number, bytes: Uint8Array])[];
}

const big = (value: bigint | number, size: number): number[] =>
  Array.from({ length: size }, (_, index) =>
    Number(BigInt.asUintN(8, BigInt(value) >> BigInt(8 * (size - 1 - index)))),
  );

const recordOf = (codec: Codec, record: AvlRecord): number[] => {
  const idSize = codec === 0x08 ? 1 : 2;
  const countSize = codec === 0x8e ? 2 : 1;
  const total = SIZES.reduce((sum, size) => sum + record.elements[size].length, 0);
  return [
    ...big(record.at, 8),
    1,
    ...big(Math.round(record.lon * 1e7), 4),
    ...big(Math.round(record.lat * 1e7), 4),
    ...big(record.altitude, 2),
    ...big(record.angle, 2),
    record.satellites,
    ...big(record.speed, 2),
    ...big(0, idSize),
    ...(codec === 0x10 ? [5] : []),
    ...big(total, countSize),
    ...SIZES.flatMap((size) => [
      ...big(record.elements[size].length, countSize),
      ...record.elements[size].flatMap(([id, value]) => [...big(id, idSize), ...big(value, size)]),
    ]),
    ...(codec === 0x8e
      ? [
          ...big(record.long.length, 2),
          ...record.long.flatMap(([id, bytes]) => [...big(id, 2), ...big(bytes.length, 2), ...bytes]),
        ]
      : []),
  ];
};

/** The data of a packet: codec, number, records, number. */
export const dataOf = (codec: Codec, records: readonly AvlRecord[]): Buffer =>
  Buffer.from([codec, records.length, ...records.flatMap((record) => recordOf(codec, record)), records.length]);

/** A packet as it goes over TCP and HTTP. */
export const tcpPacket = (data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 0, ...big(data.length, 4)]), data, Buffer.from(big(crcIbmByBits(data), 4))]);

export const loginOf = (imei: string): Buffer => Buffer.concat([Buffer.from([0, 15]), Buffer.from(imei)]);

/** A packet as it goes over UDP. */
export const udpPacket = (imei: string, data: Buffer): Buffer => {
  const rest = Buffer.concat([Buffer.from([0xca, 0xfe, 1, 5]), loginOf(imei), data]);
  return Buffer.concat([Buffer.from(big(rest.length, 2)), rest]);
};

const SIZES = [1, 2, 4, 8] as const;

/** Elements of one size; no number is of two SIZES. */
const elements = (size: (typeof SIZES)[number], mostId: number) =>
  fc.uniqueArray(
    fc.tuple(
      fc.nat(Math.floor(mostId / 4) - 1).map((id) => id * 4 + SIZES.indexOf(size)),
      fc.bigInt({ min: 0n, max: 2n ** BigInt(8 * size) - 1n }),
    ),
    { maxLength: 5, selector: ([id]) => id },
  );

/** Any record with a position that a device could send in a codec. */
export const anyRecord = (codec: Codec): fc.Arbitrary<AvlRecord> => {
  const mostId = codec === 0x08 ? 255 : 900;
  return fc.record({
    at: fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2026, 0, 1) }),
    lat: fc.integer({ min: -90e7, max: 90e7 }).map((value) => value / 1e7),
    lon: fc.integer({ min: -180e7, max: 180e7 }).map((value) => value / 1e7),
    altitude: fc.integer({ min: -400, max: 9_000 }),
    angle: fc.integer({ min: 0, max: 359 }),
    satellites: fc.integer({ min: 1, max: 40 }),
    speed: fc.integer({ min: 0, max: 300 }),
    elements: fc.record({
      1: elements(1, mostId),
      2: elements(2, mostId),
      4: elements(4, mostId),
      8: elements(8, mostId),
    }),
    long:
      codec === 0x8e
        ? fc.array(fc.tuple(fc.integer({ min: 901, max: 999 }), fc.uint8Array({ minLength: 1, maxLength: 20 })), {
            maxLength: 2,
          })
        : fc.constant([]),
  });
};
