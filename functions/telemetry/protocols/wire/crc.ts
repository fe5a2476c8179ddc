/** A table for one byte at a time, of a CRC whose bits are taken from the lowest on. */
const tableOf = (polynomial: number): Uint16Array =>
  Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });

const crc16 = (polynomial: number, initial: number, final: number) => {
  const table = tableOf(polynomial);
  return (bytes: Uint8Array, start = 0, end = bytes.length): number => {
    let crc = initial;
    for (let index = start; index < end; index++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
    return crc ^ final;
  };
};

/** CRC-16/ARC, which Teltonika and Wialon name CRC-16/IBM: polynomial 0x8005 reflected, from 0. Of "123456789" it is 0xBB3D. */
export const crcIbm = crc16(0xa001, 0, 0);

/** CRC-16/IBM-SDLC, which GT06 names CRC-ITU: polynomial 0x1021 reflected, from 0xFFFF, inverted. Of "123456789" it is 0x906E. */
export const crcItu = crc16(0x8408, 0xffff, 0xffff);
