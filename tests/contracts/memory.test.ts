import topics from '../../infra/topics.json' with { type: 'json' };
import { memoryBlobs } from '../../shared/blobs/memory-blobs.ts';
import { memoryDocuments } from '../../shared/documents/memory-documents.ts';
import { memoryEventStore } from '../../shared/eventstore/memory-event-store.ts';
import { memoryPush } from '../../shared/live/memory-push.ts';
import { memoryBus } from '../../shared/messaging/memory-bus.ts';
import { cachedSecrets } from '../../shared/secrets/cached-secrets.ts';
import { memoryVault } from '../../shared/secrets/memory-vault.ts';
import { blobsContract } from './blobs.contract.ts';
import { busContract } from './bus.contract.ts';
import { documentsContract } from './documents.contract.ts';
import { documentsTogetherContract } from './documents-together.contract.ts';
import { eventStoreContract } from './event-store.contract.ts';
import { pushContract } from './push.contract.ts';
import { secretsContract } from './secrets.contract.ts';

eventStoreContract('in memory', async () => memoryEventStore());

documentsContract('in memory', async () => memoryDocuments(['tenantId', 'view']));
documentsTogetherContract('in memory', async () => memoryDocuments(['tenantId', 'view']));

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

secretsContract('in memory', async () => cachedSecrets(memoryVault()));

blobsContract('in memory', async () => {
  const now = () => new Date('2026-03-02T08:00:00.000Z');
  const blobs = memoryBlobs(now);
  return { blobs, now, fetch: (url, put) => blobs.fetch(url, put && { method: 'PUT', ...put }) };
});
