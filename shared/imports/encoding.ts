import { bytesOf, codeOf, type Source } from './table.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const LOOK_AT_BYTES = 4096;

/** Text of Western languages has a zero in every other byte of UTF-16, and none anywhere else. */
const looksLikeUtf16 = (head: Buffer): boolean => {
  const odd = head.filter((_, index) => index % 2 === 1);
  return odd.length > 1 && odd.filter((byte) => byte === 0).length > odd.length / 2;
};

const isUtf8 = async (source: Source): Promise<boolean> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of await source.read(0)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
};

/**
 * The encoding of a text file: what its first bytes say, else UTF-8 if all of it is, else what Excel writes in Western Europe. The whole file is read:
 * the first letter with an accent may be in the last row.
 */
export const encodingOf = async (source: Source): Promise<Encoding> => {
  const head = await bytesOf(source, 0, LOOK_AT_BYTES);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (looksLikeUtf16(head)) return 'utf-16le';
  return (await isUtf8(source)) ? 'utf-8' : 'windows-1252';
};

/** The text of a file, without the mark of its encoding, piece by piece. */
export async function* textOf(source: Source, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of await source.read(0)) {
    const text = decoder.decode(chunk, { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}
