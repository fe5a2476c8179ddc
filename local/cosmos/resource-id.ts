const encode = (bytes: Buffer) => bytes.toString('base64').replaceAll('/', '-');
const bytesOf = (resourceId: string) => Buffer.from(resourceId.replaceAll('-', '/'), 'base64');

const CHILD_OF_DATABASE = 0x80000000;

const fourBytes = (number: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};

export const databaseRid = (number: number) => encode(fourBytes(number));

/** `_rid` of a container: its database's four bytes and four of its own; the SDK insists on exactly eight. */
export const containerRid = (database: string, number: number) =>
  encode(Buffer.concat([bytesOf(database), fourBytes(CHILD_OF_DATABASE + number)]));

/** Returns what makes the `_rid` of an item: its container's eight bytes and eight of its own. */
export const itemRids = (container: string) => {
  const bytes = Buffer.concat([bytesOf(container), Buffer.alloc(8)]);
  return (number: number) => {
    bytes.writeBigUInt64LE(BigInt(number), 8);
    return encode(bytes);
  };
};
