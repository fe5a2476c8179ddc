import { z } from 'zod';
import { askFor, type Feed, tokenParts } from './feed.ts';

const PER_PAGE = 100;
/** So much of what was told already is asked for again: what is updated while a round goes on may be missing in it. */
const OVERLAP_MS = 5 * 60_000;

const Token = z.object({
  /** Of this round: asked for what was updated since, from this page on, begun at. */
  since: z.string().optional(),
  page: z.number(),
  begun: z.number(),
});

const Answer = z.object({
  vehicles: z.array(z.unknown()),
  pagination: z.object({ total: z.number() }).optional(),
});

const sinceOf = (begun: number): string => new Date(begun - OVERLAP_MS).toISOString();

/**
 * Where each vehicle is now, page by page; a round through all pages is followed by one that asks for what was updated meanwhile. Miles are asked for.
 *
 * Sources: https://developer-docs.gomotive.com/reference/fetch-a-vehicles-location-using-its-id-v3 and the list of the same version.
 *
 * Assumed: the list takes `updated_after` as the other endpoints do. If it does not, positions come twice, which does no harm. What lies between two
 * positions of a vehicle within a minute is not asked for.
 */
export const motiveFeed: Feed = async (link, token) => {
  const { since, page, begun } = tokenParts(Token, token) ?? { since: undefined, page: 1, begun: link.now };
  const url = new URL('/v3/vehicle_locations', link.server);
  const query = { per_page: String(PER_PAGE), page_no: String(page), ...(since && { updated_after: since }) };
  url.search = String(new URLSearchParams(query));
  const headers = { 'x-api-key': link.secret, 'x-metric-units': 'false' };
  const { body } = await askFor(link, { url, headers }, Answer);
  const total = body.pagination?.total;
  const more = total === undefined ? body.vehicles.length === PER_PAGE : page * PER_PAGE < total;
  const next: z.input<typeof Token> = more
    ? { ...(since && { since }), page: page + 1, begun: page === 1 ? link.now : begun }
    : { since: sinceOf(page === 1 ? link.now : begun), page: 1, begun: link.now };
  return { payload: body, token: JSON.stringify(next), more };
};
