import { rebuild } from '../../shared/projections/projection.ts';
import { reactions } from '../../shared/reactions/reactions.ts';
import type { Services } from '../../shared/services.ts';
import { type ConnectionEvent, connectionStream } from './connection.ts';
import { connectionCards, type StoredConnection } from './connection-cards.ts';
import { readFeed, removeFeed, writeFeed } from './feed-state.ts';
import { forgetSecret } from './secret.ts';

/** Lets the poller begin, go on or leave off. Whoever is at it finds that out when they write down how far they are. */
const keepFeed = async (services: Services, company: string, card: StoredConnection): Promise<void> => {
  for (;;) {
    const before = await readFeed(services, card.id);
    const { claimedUntil: _, ...known } = before?.doc ?? {};
    const written = await writeFeed(services, before, {
      ...known,
      ...{ connectionId: card.id, company, active: card.status === 'active', failures: 0 },
      failing: card.health === 'failing',
      dueAt: services.clock().toISOString(),
    });
    if (written) return;
  }
};

/** What follows from a connection: that it is polled, and that its secret goes when it does. */
export const follow = reactions({
  streams: 'provider-',
  to: ['ProviderConnected', 'ProviderSecretReplaced', 'ProviderPaused', 'ProviderResumed', 'ProviderDisconnected'],
  async react(services, tenantId, connectionId) {
    const { events } = await services.streams.read<ConnectionEvent>(connectionStream(tenantId, connectionId));
    const card = rebuild(connectionCards, events);
    if (!card) return;
    if (card.status === 'disconnected') {
      await removeFeed(services, connectionId);
      await forgetSecret(services, tenantId, connectionId);
    } else if (card.mode === 'poll') await keepFeed(services, tenantId, card);
  },
});
