const MASK = 0xffffffffffffffffn;
const C1 = 0x87c37b91114253d5n;
const C2 = 0x4cf5ad432745937fn;

const rotate = (value: bigint, bits: bigint) => ((value << bits) | (value >> (64n - bits))) & MASK;

const scramble = (value: bigint, first: bigint, bits: bigint, second: bigint) =>
  (rotate((value * first) & MASK, bits) * second) & MASK;

const finish = (value: bigint) => {
  let mixed = ((value ^ (value >> 33n)) * 0xff51afd7ed558ccdn) & MASK;
  mixed = ((mixed ^ (mixed >> 33n)) * 0xc4ceb9fe1a85ec53n) & MASK;
  return mixed ^ (mixed >> 33n);
};

/** MurmurHash3 x64 128 with seed 0; the 16 bytes come out in the little-endian order of the reference code. */
export const murmur3 = (bytes: Uint8Array): Buffer => {
  const padded = Buffer.alloc(Math.ceil(bytes.length / 16) * 16);
  padded.set(bytes);
  let low = 0n;
  let high = 0n;
  for (let at = 0; at < padded.length; at += 16) {
    low ^= scramble(padded.readBigUInt64LE(at), C1, 31n, C2);
    const whole = at + 16 <= bytes.length;
    if (whole) low = ((rotate(low, 27n) + high) * 5n + 0x52dce729n) & MASK;
    high ^= scramble(padded.readBigUInt64LE(at + 8), C2, 33n, C1);
    if (whole) high = ((rotate(high, 31n) + low) * 5n + 0x38495ab5n) & MASK;
  }
  const length = BigInt(bytes.length);
  low = ((low ^ length) + (high ^ length)) & MASK;
  high = ((high ^ length) + low) & MASK;
  low = finish(low);
  high = finish(high);
  low = (low + high) & MASK;
  high = (high + low) & MASK;
  const hash = Buffer.alloc(16);
  hash.writeBigUInt64LE(low, 0);
  hash.writeBigUInt64LE(high, 8);
  return hash;
};
