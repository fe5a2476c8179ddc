import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import type { Services } from '../../shared/services.ts';

const ViewStanding = z
  .strictObject({
    view: z.string(),
    serving: z.int().describe('The generation that is read.'),
    building: z.int().exactOptional().describe('The generation that is being built beside it.'),
    hits: z.int().describe('Reads of one document that this instance answered from its memory.'),
    misses: z.int().describe('Those for which it had to ask the store.'),
  })
  .meta({ id: 'ViewStanding' });

const ViewStandings = z.object({
  items: z.array(ViewStanding),
  followed: z
    .object({ at: z.iso.datetime(), lagSeconds: z.number().describe('How old the newest event was then.') })
    .exactOptional()
    .describe('When this instance took in events from the change feed the last time; absent when it never did.'),
});

const standingOf = async ({ generations, viewFigures }: Services, view: string) => {
  const { serving, building } = await generations.of(view);
  return { view, serving, ...(building !== undefined && { building }), ...viewFigures.readsOf(view) };
};

export const listViews = endpoint({
  summary: 'Show how the views are read and built',
  description: 'Of the instance that answers, since it started, for all companies together.',
  scope: 'ops:read',
  query: z.strictObject({}),
  answer: ViewStandings,
  async run(_, services) {
    const { viewFigures } = services;
    const followed = viewFigures.followed();
    const items = await Promise.all(viewFigures.names.map((view) => standingOf(services, view)));
    return ok({ items, ...(followed && { followed }) });
  },
});
