import { app, type InvocationContext } from '@azure/functions';
import { record } from '../recorder.ts';

interface Document {
  id: string;
  n: number;
}

const feed = {
  connection: 'DATA',
  databaseName: 'fleet',
  containerName: 'events',
  leaseContainerName: 'leases',
  createLeaseContainerIfNotExists: true,
  feedPollDelay: 50,
} as const;

const documentsOf = (documents: unknown[]) => documents.map((document) => Object(document) as Document);

app.cosmosDB('all', {
  ...feed,
  leaseContainerPrefix: 'all-',
  startFromBeginning: true,
  maxItemsPerInvocation: 5,
  handler: async (documents: unknown[]) => {
    for (const { id } of documentsOf(documents)) record('all', id);
    record('all-sizes', documents.length);
  },
});

app.cosmosDB('fromNow', {
  ...feed,
  leaseContainerPrefix: 'now-',
  handler: async (documents: unknown[]) => {
    for (const { id } of documentsOf(documents)) record('fromNow', id);
  },
});

app.cosmosDB('skipping', {
  ...feed,
  leaseContainerPrefix: 'skipping-',
  startFromBeginning: true,
  handler: async (documents: unknown[]) => {
    for (const { id } of documentsOf(documents)) {
      if (id.startsWith('bad')) throw new Error(`cannot fold ${id}`);
      record('skipping', id);
    }
  },
});

app.cosmosDB('retrying', {
  ...feed,
  leaseContainerPrefix: 'retrying-',
  startFromBeginning: true,
  retry: { strategy: 'fixedDelay', maxRetryCount: -1, delayInterval: 0 },
  handler: async (documents: unknown[], context: InvocationContext) => {
    const bad = documentsOf(documents).some(({ id }) => id.startsWith('bad'));
    const retries = context.retryContext?.retryCount ?? 0;
    if (bad) record('retries', { count: retries, reason: context.retryContext?.exception?.message ?? null });
    if (bad && (retries < 3 || process.env.NEVER_FOLD)) throw new Error('cannot fold yet');
    for (const { id } of documentsOf(documents)) record('retrying', id);
  },
});
