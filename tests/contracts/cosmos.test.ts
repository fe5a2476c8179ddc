import { CosmosClient } from '@azure/cosmos';
import { createContainers } from '../../local/cosmos/containers.ts';
import { type CosmosStandIn, startCosmos } from '../../local/cosmos/server.ts';
import { cosmosDocuments } from '../../shared/documents/cosmos-documents.ts';
import { cosmosEventStore } from '../../shared/eventstore/cosmos-event-store.ts';
import { documentsContract } from './documents.contract.ts';
import { documentsTogetherContract } from './documents-together.contract.ts';
import { eventStoreContract } from './event-store.contract.ts';

let cosmos: CosmosStandIn;
let client: CosmosClient;
let containers = 0;

beforeAll(async () => {
  cosmos = await startCosmos();
  client = new CosmosClient(cosmos.connection);
});
afterAll(async () => {
  client.dispose();
  await cosmos.close();
});

/** A container that nobody has used before. */
const fresh = async (...partitionKey: string[]) => {
  containers += 1;
  const name = `container-${containers}`;
  await createContainers(cosmos.connection, { database: 'fleet', containers: [{ name, partitionKey }] });
  return client.database('fleet').container(name);
};

const openEvents = async () => cosmosEventStore(await fresh('/tenantId', '/streamId'));
const openDocuments = async () => cosmosDocuments(await fresh('/tenantId', '/view'), ['tenantId', 'view']);

eventStoreContract('Azure Cosmos DB', openEvents);
documentsContract('Azure Cosmos DB', openDocuments);
documentsTogetherContract('Azure Cosmos DB', openDocuments);

it('keeps a document no longer than its newest write says', async () => {
  const container = await fresh('/tenantId', '/view');
  const cards = cosmosDocuments(container, ['tenantId', 'view']).in('ten_acme', 'cards');
  const ttl = async () => (await container.item('a', ['ten_acme', 'cards']).read<{ ttl?: number }>()).resource?.ttl;
  await cards.put('a', { name: 'A' }, { keepSeconds: 60 });
  expect(await ttl()).toBe(60);
  await cards.put('a', { name: 'A' });
  expect(await ttl()).toBeUndefined();
});

/** Lets the next requests fail as Azure lets them fail. */
const plan = async (fault: Record<string, unknown>) => {
  const { status } = await fetch(`http://127.0.0.1:${cosmos.port}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify(fault),
  });
  expect(status).toBe(201);
};
const throttled = (count: number) => plan({ status: 429, retryAfterMs: 1, count });

const STREAM = { tenantId: 'ten_acme', streamId: 'vehicle-1' };
const CAUSE = { at: '2026-03-02T08:00:00.000Z', actor: 'user:mia', correlationId: 'c-1' };
const happened = { type: 'Happened', data: 1 };

describe('a busy store', () => {
  it('is asked again until it takes an append, which then is there once', async () => {
    const store = await openEvents();
    await throttled(3);
    await store.append(STREAM, 0, [happened], CAUSE);
    expect((await store.read(STREAM)).version).toBe(1);
  });

  it('is asked again for single documents and for lists', async () => {
    const documents = await openDocuments();
    const cards = documents.in('ten_acme', 'cards');
    await throttled(2);
    await cards.put('a', { name: 'A' });
    await throttled(2);
    expect((await cards.get('a'))?.doc).toEqual({ id: 'a', name: 'A' });
    await throttled(2);
    expect((await cards.query({})).items).toHaveLength(1);
  });

  it('is asked again for many documents', async () => {
    const documents = await openDocuments();
    await throttled(2);
    const puts = ['a', 'b'].map((id) => ({ path: ['cards'], id, doc: { name: id } }));
    expect(await documents.putMany('ten_acme', puts)).toEqual([true, true]);
    await throttled(2);
    expect(await documents.getMany('ten_acme', puts)).toHaveLength(2);
  });

  it('says so in the end, so that the caller may try again', async () => {
    const documents = await openDocuments();
    await throttled(50);
    await expect(documents.in('ten_acme', 'cards').put('a', { name: 'A' })).rejects.toMatchObject({
      kind: 'upstream',
    });
    await fetch(`http://127.0.0.1:${cosmos.port}/_local/faults`, { method: 'DELETE' });
  });
});

describe('an answer that is lost', () => {
  it('does not append twice: the writer is told that it may try again, and then that the version is taken', async () => {
    const store = await openEvents();
    await plan({ status: 503, afterwards: true, method: 'POST' });
    const kindOf = () =>
      store.append(STREAM, 0, [happened], CAUSE).then(
        () => 'appended',
        ({ kind }) => kind,
      );
    expect(['upstream', 'stale']).toContain(await kindOf());
    expect(await kindOf()).toBe('stale');
    expect((await store.read(STREAM)).version).toBe(1);
  });
});

describe('a store that does not answer', () => {
  it('is told apart: whoever called may try again', async () => {
    const gone = await startCosmos();
    const stranded = new CosmosClient({
      endpoint: `http://127.0.0.1:${gone.port}`,
      key: 'a2V5',
      connectionPolicy: { retryOptions: { maxRetryAttemptCount: 0, maxWaitTimeInSeconds: 0 } },
    });
    await gone.close();
    const documents = cosmosDocuments(stranded.database('fleet').container('views'), ['tenantId', 'view']);
    await expect(documents.in('ten_acme', 'cards').get('a')).rejects.toMatchObject({
      kind: 'upstream',
      code: 'store/unavailable',
    });
    stranded.dispose();
  });
});
