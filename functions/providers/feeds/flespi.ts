import { z } from 'zod';
import { askFor, type Feed } from './feed.ts';

const PER_PAGE = 1_000;

const Answer = z.object({ result: z.array(z.unknown()), next_key: z.number().optional() });

/**
 * The buffer of a channel. The token is the key of the next message; without one it begins with the oldest that the buffer has. Nothing is removed from it.
 * Source: https://flespi.io/docs/#/gw/channels (messages: `curr_key`, `limit_count`, `next_key`)
 */
export const flespiFeed: Feed = async (link, token) => {
  const url = new URL(`/gw/channels/${link.settings.channelId}/messages`, link.server);
  const key = Number(token ?? 0);
  url.search = String(
    new URLSearchParams({ data: JSON.stringify({ curr_key: key, limit_count: PER_PAGE, delete: false }) }),
  );
  const { body } = await askFor(link, { url, headers: { authorization: `FlespiToken ${link.secret}` } }, Answer);
  const next = body.next_key ?? key;
  return { payload: body, token: String(next), more: body.result.length === PER_PAGE && next > key };
};
