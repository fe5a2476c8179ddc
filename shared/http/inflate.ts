import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { FleetError, invalid } from '../kernel/errors.ts';

/** How a body may be compressed, by the names of RFC 9110. All of them stop where they would come to more than they may. */
const ENCODINGS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

export const CONTENT_ENCODINGS = ['gzip', 'deflate', 'br'] as const;

const isTooMuch = (error: unknown): boolean => (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';

/**
 * The body as it was before it was compressed. Whatever it pretends to be small for, it takes no more memory than `maxBytes`.
 * @param encoding the header `content-encoding`
 * @returns undefined when it is larger than that
 * @throws FleetError `unsupported` for an encoding we do not know, `invalid` for bytes that are not of it
 */
export const inflated = async (
  bytes: Buffer,
  encoding: string | null,
  maxBytes: number,
): Promise<Buffer | undefined> => {
  const name = encoding?.trim().toLowerCase() || 'identity';
  if (name === 'identity') return bytes;
  const decompress = ENCODINGS.get(name);
  if (!decompress)
    throw new FleetError('unsupported', 'body/encoding', 'A body may be compressed with gzip, deflate or br.', {
      supported: CONTENT_ENCODINGS,
    });
  try {
    return await decompress(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (isTooMuch(error)) return undefined;
    throw invalid('body/not-compressed', 'The body cannot be decompressed.', [
      { path: ['content-encoding'], message: `It is not what ${name} makes, or not all of it.` },
    ]);
  }
};
