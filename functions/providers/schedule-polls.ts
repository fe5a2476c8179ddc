import { z } from 'zod';
import type { TimerHandler } from '../../shared/area.ts';
import type { Outgoing } from '../../shared/messaging/bus.ts';
import { dueFeeds } from './feed-state.ts';

export const POLLS_QUEUE = 'provider-polls';

/** Asks for one connection to be polled. */
export const Poll = z.object({ connectionId: z.string() });

const MINUTE_MS = 60_000;

/** One message for each connection that is due; the queue lets one through in a minute. */
export const schedulePolls: TimerHandler = {
  handler:
    ({ operations, bus, clock }) =>
    async () => {
      const now = clock();
      const minute = Math.floor(now.getTime() / MINUTE_MS);
      const messages: Outgoing[] = [];
      for await (const { connectionId } of dueFeeds({ operations }, now.toISOString()))
        messages.push({ body: { connectionId }, messageId: `${connectionId}@${minute}` });
      if (messages.length > 0) await bus.send(POLLS_QUEUE, messages);
    },
};
