import { CosmosClient } from '@azure/cosmos';
import { ServiceBusClient } from '@azure/service-bus';
import { WebPubSubServiceClient } from '@azure/web-pubsub';
import blobs from '../infra/blobs.json' with { type: 'json' };
import containers from '../infra/containers.json' with { type: 'json' };
import { blobStorage } from './blobs/blob-storage.ts';
import { signedByAccount, signedByIdentity } from './blobs/links.ts';
import type { Config, Connection } from './config.ts';
import { following } from './documents/cosmos-changes.ts';
import { cosmosDocuments } from './documents/cosmos-documents.ts';
import { cachedLookups } from './documents/lookups.ts';
import { cosmosEventStore } from './eventstore/cosmos-event-store.ts';
import { outbound } from './http/outbound.ts';
import type { Importable } from './imports/importable.ts';
import type { JobDefinition } from './jobs/job.ts';
import { eventLoopDelay } from './limits/shedding.ts';
import { webPubSub } from './live/web-pubsub.ts';
import { serviceBus } from './messaging/service-bus.ts';
import { jsonLog } from './observability/log.ts';
import { personalKeys } from './personal/keys.ts';
import { opener, sealing } from './personal/sealing-store.ts';
import type { Projection } from './projections/projection.ts';
import { projecting, projectionRunner } from './projections/runner.ts';
import { defenderScanner } from './scanning/defender.ts';
import { testStringScanner } from './scanning/test-string.ts';
import { cachedSecrets } from './secrets/cached-secrets.ts';
import { keyVault } from './secrets/key-vault.ts';
import { PLAIN_HTTP } from './secrets/plain-http.ts';
import type { IdentityPorts, Services } from './services.ts';
import { cachedDocuments } from './views/cached-documents.ts';
import { viewFigures } from './views/figures.ts';
import { knownGenerations, servedViews, viewOf } from './views/generations.ts';

/** What the machinery needs to know of the areas. */
export interface Parts {
  readonly projections: readonly Projection[];
  /** Absent where none is worked on. */
  readonly jobs?: readonly JobDefinition[];
  readonly importables?: readonly Importable[];
  authenticate(ports: IdentityPorts): Services['authenticate'];
}

const identity = async () => {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
};

/** A store that hangs must not hang everybody who asks. */
const COSMOS_POLICY = { requestTimeout: 8_000 };

const cosmosClient = async (connection: Connection) =>
  connection.by === 'key'
    ? new CosmosClient({ connectionString: connection.connection, connectionPolicy: COSMOS_POLICY })
    : new CosmosClient({
        endpoint: connection.endpoint,
        aadCredentials: await identity(),
        connectionPolicy: COSMOS_POLICY,
      });

/** A transfer that was under way when the connection broke is given up after this long, not after the SDK's minute: devices wait for it. */
const BUS_RETRY = { retryOptions: { timeoutInMs: 5_000, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 } };

const serviceBusClient = async (connection: Connection) =>
  connection.by === 'key'
    ? new ServiceBusClient(connection.connection, BUS_RETRY)
    : new ServiceBusClient(connection.endpoint, await identity(), BUS_RETRY);

const webPubSubClient = async (connection: Connection, hub: string) =>
  connection.by === 'key'
    ? new WebPubSubServiceClient(connection.connection, hub, {
        // Only a connection string that itself says http gets it: the emulators do.
        allowInsecureConnection: /(^|;)Endpoint=http:/i.test(connection.connection),
      })
    : new WebPubSubServiceClient(connection.endpoint, await identity(), hub);

/** `Endpoint=…;Token=…`: what only a stand-in takes. */
const vaultConnection = (text: string) => {
  const [, endpoint, token] = /^Endpoint=([^;]+);Token=([^;]+);?$/.exec(text) ?? [];
  if (!endpoint || !token) throw new Error('KEY_VAULT is not of the form Endpoint=…;Token=….');
  return { endpoint, token };
};

const secretClient = async (connection: Connection) => {
  const { SecretClient } = await import('@azure/keyvault-secrets');
  if (connection.by === 'identity') return new SecretClient(connection.endpoint, await identity());
  const { endpoint, token } = vaultConnection(connection.connection);
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  if (!endpoint.startsWith('http:')) return new SecretClient(endpoint, credential);
  return new SecretClient(endpoint.replace('http:', 'https:'), credential, PLAIN_HTTP);
};

const blobServiceClient = async (connection: Connection) => {
  const { BlobServiceClient } = await import('@azure/storage-blob');
  return connection.by === 'key'
    ? BlobServiceClient.fromConnectionString(connection.connection)
    : new BlobServiceClient(connection.endpoint, await identity());
};

/** Made at the first use: a cold start does not wait for the SDK of what few requests need. */
const atFirstUse = <Made>(make: () => Promise<Made>): (() => Promise<Made>) => {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** The fields of a container's partition key. */
const fieldsOf = (name: string): readonly string[] => {
  const spec = containers.containers.find((container) => container.name === name);
  if (!spec) throw new Error(`infra/containers.json has no container ${name}.`);
  return spec.partitionKey.map((path) => path.slice(1));
};

/** The only builder of Azure clients. Connects to nothing yet. */
export const composeServices = async (config: Config, parts: Parts): Promise<Services> => {
  const log = jsonLog((line) => process.stdout.write(`${line}\n`));
  const cosmos = await cosmosClient(config.cosmos.connection);
  const database = cosmos.database(config.cosmos.database);
  const documents = (name: string) => cosmosDocuments(database.container(name), fieldsOf(name));

  const bus = serviceBus(await serviceBusClient(config.serviceBus.connection));
  const push = webPubSub(await webPubSubClient(config.webPubSub.connection, config.webPubSub.hub));
  const directory = documents('directory');
  const lookups = cachedLookups(directory);
  const generations = knownGenerations(directory, (error) =>
    log.warn('The generations of views are not known', { error }),
  );
  const fields = fieldsOf('views');
  const figures = viewFigures(parts.projections.map(({ name }) => name));
  const kept = cachedDocuments(documents('views'), {
    follow: () => following(database.container('views'), fields),
    fields,
    onFailure: (error) => log.warn('Changes of views are not heard', { error }),
    onRead: ([partition = ''], hit) => figures.countRead(viewOf(partition), hit),
  });
  const views = servedViews(kept, generations);
  const operations = documents('operations');
  const clock = () => new Date();
  const blobService = atFirstUse(() => blobServiceClient(config.blobStorage.connection));
  const signLink = config.blobStorage.connection.by === 'key' ? signedByAccount : signedByIdentity(blobService);
  const blobsIn = (name: string) => {
    if (!blobs.containers.some((container) => container.name === name))
      throw new Error(`infra/blobs.json has no container ${name}.`);
    return blobStorage(blobService, name, signLink);
  };
  const keys = personalKeys(operations);
  const files = blobsIn('files');
  const stored = sealing(cosmosEventStore(database.container('events')), keys);
  const openEvents = opener(keys);
  const foldEvents = projectionRunner(parts.projections, {
    streams: stored,
    views: kept,
    partitionsOf: generations.folded,
    lookups,
    onBroken: ({ tenantId, streamId }, error) =>
      log.error('A view cannot take an event', { tenantId, streamId, error }),
  });

  return {
    clock,
    delayMs: eventLoopDelay(),
    log,
    streams: projecting(stored, foldEvents, (error) =>
      log.warn('A view lags behind until the change feed arrives', { error }),
    ),
    async foldEvents(recorded) {
      await foldEvents(await openEvents(recorded));
      const newest = recorded.at(-1);
      if (newest) figures.countFollowed(newest.at);
    },
    views,
    generations,
    viewFigures: figures,
    live: documents('live'),
    history: documents('telemetry'),
    operations,
    audit: documents('audit'),
    personal: keys,
    lookups,
    bus,
    push,
    files,
    // Behind a key there is an emulator, and nobody who scans.
    scanner: config.blobStorage.connection.by === 'identity' ? defenderScanner(files) : testStringScanner(files),
    exports: blobsIn('exports'),
    secrets: cachedSecrets(keyVault(atFirstUse(() => secretClient(config.keyVault.connection)))),
    outbound: outbound(),
    importables: new Map(parts.importables?.map((one) => [one.entity, one])),
    jobs: new Map(parts.jobs?.map((job) => [job.name, job])),
    settings: config,
    authenticate: parts.authenticate({ lookups, operations, clock, log }),
    sagas: async (invocation) => (await import('./sagas/durable.ts')).durableEngine(invocation),
    async close() {
      await bus.close();
      cosmos.dispose();
    },
  };
};
