import { createHash } from 'node:crypto';
import type { ContentType, Refusal } from './contract.ts';
import type { File } from './document.ts';

/** Text has nothing to tell it by but that it is text: no control characters, in any encoding of one byte or UTF-8. */
const isText = (content: Uint8Array): boolean =>
  !content.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c);

const TEXTS: readonly string[] = ['text/csv', 'text/plain'];
/** Names by which others call the same. */
const ALIASES: Readonly<Partial<Record<string, ContentType>>> = { 'image/heif': 'image/heic' };

/** Whether the content is of the type that it was said to be, whatever its name or its sender says. */
const isOfType = async (content: Uint8Array, wanted: ContentType): Promise<boolean> => {
  const { fileTypeFromBuffer } = await import('file-type');
  const found = (await fileTypeFromBuffer(content))?.mime;
  if (found === undefined) return TEXTS.includes(wanted) && isText(content);
  return found === wanted || ALIASES[found] === wanted;
};

/** What arrived, compared with what was announced. */
export const examine = async (content: Uint8Array, announced: File): Promise<Required<File> | Refusal> => {
  if (content.byteLength !== announced.bytes) return 'size';
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (announced.sha256 !== undefined && announced.sha256 !== sha256) return 'hash';
  if (!(await isOfType(content, announced.contentType))) return 'type';
  return { contentType: announced.contentType, bytes: content.byteLength, sha256 };
};
