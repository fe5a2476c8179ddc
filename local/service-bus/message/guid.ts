/** The first three groups of a GUID are little-endian in a delivery tag and big-endian everywhere else. */
const swapped = (guid: Buffer): Buffer => {
  const other = Buffer.from(guid);
  other.subarray(0, 4).reverse();
  other.subarray(4, 6).reverse();
  other.subarray(6, 8).reverse();
  return other;
};

/** Lock tokens are written the way UUIDs are. */
export const tokenBytes = (token: string): Buffer => Buffer.from(token.replaceAll('-', ''), 'hex');

export const tokenFromBytes = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const tagFromToken = (token: string): Buffer => swapped(tokenBytes(token));

export const tokenFromTag = (tag: Buffer): string => tokenFromBytes(swapped(tag));
