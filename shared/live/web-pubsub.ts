import type { WebPubSubServiceClient } from '@azure/web-pubsub';
import { inSpan } from '../observability/trace.ts';
import type { Push } from './push.ts';

const VALID_FOR_MINUTES = 60;

/** The live channel on Azure Web PubSub. */
export const webPubSub = (client: WebPubSubServiceClient): Push => ({
  toGroup: (group, message) =>
    inSpan('push', { 'messaging.destination.name': group }, async () => {
      await client.group(group).sendToAll(message as object);
    }),
  isWatched: (group) => client.groupExists(group),
  disconnect: (user) => client.closeUserConnections(user),
  async addressFor(user, groups) {
    const { url } = await client.getClientAccessToken({
      userId: user,
      groups: [...groups],
      roles: [],
      expirationTimeInMinutes: VALID_FOR_MINUTES,
    });
    return { url, expiresAt: new Date(Date.now() + VALID_FOR_MINUTES * 60_000).toISOString() };
  },
});
