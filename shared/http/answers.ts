import { z } from 'zod';

/** What an endpoint answers when all goes well. */
export interface Answer {
  readonly status: 200 | 201 | 202 | 204 | 302;
  /** Absent for an answer without a body. */
  readonly media?: string;
  readonly schema?: z.ZodType;
}

const JSON_MEDIA = 'application/json';

export const answer = (schema: z.ZodType): Answer => ({ status: 200, media: JSON_MEDIA, schema });
/** What was made, at its `Location`. */
export const created = (schema: z.ZodType): Answer => ({ status: 201, media: JSON_MEDIA, schema });
/** What is under way; its `Location` tells how it goes. */
export const accepted = (schema: z.ZodType): Answer => ({ status: 202, media: JSON_MEDIA, schema });
export const noContent: Answer = { status: 204 };
/** Elsewhere: a link that is good for a short time. */
export const redirect: Answer = { status: 302 };
/** One JSON document a line. */
export const ndjson = (schema: z.ZodType): Answer => ({ status: 200, media: 'application/x-ndjson', schema });
/** @param media for example `text/csv`. */
export const file = (media: string): Answer => ({ status: 200, media });

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().optional().describe('Pass it as `cursor` for the next page; absent on the last one.'),
  });

/** One thing that was decided about an entity, as its stream has it. */
export const HistoryEntry = z
  .object({
    version: z.int(),
    type: z.string().describe('What happened, in the past tense.'),
    at: z.iso.datetime(),
    actor: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'HistoryEntry' });
