import { z } from 'zod';
import { askFor, type Feed } from './feed.ts';

/** Samsara takes three types at once, and two more to be put beside each position. */
const TYPES = 'gps,engineStates,obdOdometerMeters';
const DECORATIONS = 'fuelPercents,obdEngineSeconds';

const Answer = z.object({
  data: z.array(z.unknown()),
  pagination: z.object({ endCursor: z.string(), hasNextPage: z.boolean() }),
});

/**
 * The feed of vehicle stats. The token is the cursor at the end of the last page; without one it begins with the last known stats of every vehicle.
 * Source: https://developers.samsara.com/reference/getvehiclestatsfeed-1
 */
export const samsaraFeed: Feed = async (link, token) => {
  const url = new URL('/fleet/vehicles/stats/feed', link.server);
  url.search = String(new URLSearchParams({ types: TYPES, decorations: DECORATIONS, ...(token && { after: token }) }));
  const { body } = await askFor(link, { url, headers: { authorization: `Bearer ${link.secret}` } }, Answer);
  const { endCursor, hasNextPage } = body.pagination;
  return { payload: body, token: endCursor || (token ?? ''), more: hasNextPage };
};
