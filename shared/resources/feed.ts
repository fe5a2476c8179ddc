import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { ok } from '../http/respond.ts';
import { invalid } from '../kernel/errors.ts';
import type { Versioned } from '../projections/projection.ts';
import type { Resource } from './resource.ts';

/** Where a reader of a feed has come to. */
interface Place {
  /** Which generation of the view the sequence number is of. */
  readonly generation: number;
  readonly sequence: number;
  /** The newest change that was seen, in milliseconds since 1970. */
  readonly seenUntil: number;
  /** After a rebuild: what has changed before this was seen already. */
  readonly skipUntil: number;
}

const START: Place = { generation: 0, sequence: 0, seenUntil: 0, skipUntil: 0 };

/** Clocks of two instances may differ by so much. */
const OVERLAP_MS = 10 * 60_000;

const tokenOf = ({ generation, sequence, seenUntil, skipUntil }: Place): string =>
  Buffer.from([generation, sequence, seenUntil, skipUntil].join('.')).toString('base64url');

const placeOf = (token: string): Place => {
  const numbers = Buffer.from(token, 'base64url').toString().split('.').map(Number);
  const [generation = 0, sequence = 0, seenUntil = 0, skipUntil = 0] = numbers;
  if (numbers.length === 4 && numbers.every((one) => Number.isSafeInteger(one) && one >= 0))
    return { generation, sequence, seenUntil, skipUntil };
  throw invalid('feed/bad-token', 'This token is not one of ours.', [
    { path: ['since'], message: 'Pass `next` exactly as it was received.' },
  ]);
};

/** The same place in the generation that is read now: a rebuild has written everything anew, so that only times tell what is new. */
const inGeneration = (place: Place, generation: number): Place =>
  place.generation === generation
    ? place
    : { ...place, generation, sequence: 0, skipUntil: Math.max(0, place.seenUntil - OVERLAP_MS) };

/**
 * What changes among the entities of a resource, each as it is now: from the beginning, and later from any `next` that was ever answered. At least once: what has changed
 * twice may come once, and after a rebuild of the view what changed in the last minutes may come again.
 */
export const feed = (resource: Resource): Endpoint => {
  const { name, schema } = resource;
  return endpoint({
    summary: `Follow what changes among ${name}`,
    description:
      'Start without `since`, keep `next`, and pass it as `since` the next time, whenever that is. Each entity comes once for its latest change, and may come again: compare versions.',
    scope: resource.scope,
    query: z.strictObject({
      since: z.string().min(1).max(200).optional().describe('The `next` of an earlier answer.'),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
    answer: z.object({
      items: z.array(z.object({ changedAt: z.iso.datetime().exactOptional(), entity: schema })),
      next: z.string().describe('Where to go on. Always there.'),
      more: z.boolean().describe('Whether to go on at once.'),
    }),
    async run({ query: { since, limit }, caller }, { views, generations }) {
      const view = resource.projection.name;
      const place = inGeneration(since === undefined ? START : placeOf(since), await generations.serving(view));
      const { items, next, more } = await views
        .in(caller.tenantId, view)
        .changes<Versioned<object>>(place.sequence, limit);
      const isNews = (changedAt: string | undefined) =>
        changedAt === undefined || Date.parse(changedAt) >= place.skipUntil;
      const times = items.map(({ changedAt }) => Date.parse(changedAt ?? '') || 0);
      const seenUntil = Math.max(place.seenUntil, ...times);
      return ok({
        items: items
          .filter(({ doc, changedAt }) => isNews(changedAt) && resource.isFor(caller, doc))
          .map(({ doc, changedAt }) => ({ ...(changedAt && { changedAt }), entity: resource.shown(doc) })),
        next: tokenOf({ ...place, sequence: next, seenUntil, skipUntil: more ? place.skipUntil : 0 }),
        more,
      });
    },
  });
};
