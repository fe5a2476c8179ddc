import topics from '../../infra/topics.json' with { type: 'json' };
import { memoryDocuments } from '../../shared/documents/memory-documents.ts';
import { memoryEventStore } from '../../shared/eventstore/memory-event-store.ts';
import { memoryPush } from '../../shared/live/memory-push.ts';
import { memoryBus } from '../../shared/messaging/memory-bus.ts';
import { busContract } from './bus.contract.ts';
import { documentsContract } from './documents.contract.ts';
import { eventStoreContract } from './event-store.contract.ts';
import { pushContract } from './push.contract.ts';

eventStoreContract('in memory', async () => memoryEventStore());

documentsContract('in memory', async () => memoryDocuments(['tenantId', 'view']));

busContract('in memory', async () => {
  let at = Date.parse('2026-03-02T08:00:00.000Z');
  const now = () => new Date(at);
  const bus = memoryBus(topics.queues, now);
  return {
    bus,
    now,
    receive: async (queue) => bus.receive(queue).map(({ body }) => body),
    async pass(milliseconds) {
      at += milliseconds;
    },
  };
});

pushContract('in memory', async () => {
  const now = () => new Date('2026-03-02T08:00:00.000Z');
  const push = memoryPush(now);
  return {
    push,
    now,
    async connect(url) {
      const { received, leave } = push.connect(url);
      return { received, leave: async () => leave() };
    },
    close: async () => undefined,
  };
});
