import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { badFile, bytesOf, codeOf, LIMITS, type Source, tooLarge } from './table.ts';

/** One file in an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly isPacked: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its own header is. */
  readonly offset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const HEADER_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
/** The end of an archive may be followed by a comment. */
const MAX_COMMENT = 65_535;
const MAX_ENTRIES = 2_000;
const MAX_DIRECTORY_BYTES = 1024 * 1024;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

const broken = () => badFile('The file is no XLSX file, or it is damaged.');

const directoryOf = async (source: Source): Promise<{ directory: Buffer; entries: number }> => {
  const start = Math.max(0, source.bytes - END_BYTES - MAX_COMMENT);
  const tail = await bytesOf(source, start);
  let at = tail.length - END_BYTES;
  while (at >= 0 && tail.readUInt32LE(at) !== END_SIGNATURE) at -= 1;
  if (at < 0) throw broken();
  const [entries, bytes, offset] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (entries > MAX_ENTRIES || bytes > MAX_DIRECTORY_BYTES) throw tooLarge('The file has too many parts.');
  if (entries === 0 || offset + bytes > source.bytes) throw broken();
  return { directory: await bytesOf(source, offset, bytes), entries };
};

const entryAt = (directory: Buffer, at: number): { entry: ZipEntry; next: number } => {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw broken();
  const [flags, method] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10)];
  if (flags & ENCRYPTED) throw badFile('The file is protected by a password. Save it without one.');
  if (method !== STORED && method !== DEFLATED) throw broken();
  const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
  return {
    entry: {
      name: directory.toString('utf8', at + 46, nameEnd),
      isPacked: method === DEFLATED,
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    },
    next: nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32),
  };
};

/**
 * The files of an archive by their names, as its directory has them. The archive itself is not read.
 * @throws FleetError `invalid` when it is none or is encrypted, `too-large` when its files are, unpacked.
 */
export const openZip = async (source: Source): Promise<ReadonlyMap<string, ZipEntry>> => {
  const { directory, entries } = await directoryOf(source);
  const files = new Map<string, ZipEntry>();
  let unpacked = 0;
  for (let at = 0, index = 0; index < entries; index++) {
    const { entry, next } = entryAt(directory, at);
    at = next;
    unpacked += entry.bytes;
    files.set(entry.name, entry);
  }
  if (unpacked > LIMITS.unpackedBytes)
    throw tooLarge(
      `Unpacked, a file may have ${LIMITS.unpackedBytes / 1024 / 1024} MB; this one says it has ${unpacked} bytes.`,
    );
  return files;
};

async function* unpack(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw();
  const input = Readable.from(packed, { objectMode: false });
  input.on('error', (error) => inflate.destroy(error));
  input.pipe(inflate);
  try {
    yield* inflate;
  } catch (error) {
    throw codeOf(error).startsWith('Z_') ? broken() : error;
  } finally {
    input.destroy();
    inflate.destroy();
  }
}

/** One file of an archive, unpacked piece by piece. What unpacks to more than the directory says, as a bomb does, is refused. */
export async function* readEntry(source: Source, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const header = await bytesOf(source, entry.offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== HEADER_SIGNATURE) throw broken();
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (entry.packedBytes === 0) return;
  if (start + entry.packedBytes > source.bytes) throw broken();
  const packed = await source.read(start, entry.packedBytes);
  let bytes = 0;
  for await (const chunk of entry.isPacked ? unpack(packed) : packed) {
    bytes += chunk.length;
    if (bytes > entry.bytes) throw tooLarge('The file unpacks to more than it says.');
    yield chunk;
  }
  if (bytes < entry.bytes) throw broken();
}
