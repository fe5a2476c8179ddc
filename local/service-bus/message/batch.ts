import { Content } from './content.ts';
import { dataOf, section, sectionsOf } from './sections.ts';

/** The message format of a batch: an envelope whose data sections are complete encoded messages. */
export const BATCH_FORMAT = 0x80013700;

/** The contents of one transfer. The bytes are copied once, so that no network buffer is kept alive by a message. */
export const contentsOf = (transfer: Buffer, format: number): Content[] => {
  const bytes = Buffer.from(transfer);
  if (format !== BATCH_FORMAT) return [Content.parse(bytes)];
  return sectionsOf(bytes)
    .filter(({ code }) => code === section.data)
    .map((span) => Content.parse(dataOf(bytes, span)));
};
