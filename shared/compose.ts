import { CosmosClient } from '@azure/cosmos';
import { ServiceBusClient } from '@azure/service-bus';
import { WebPubSubServiceClient } from '@azure/web-pubsub';
import containers from '../infra/containers.json' with { type: 'json' };
import type { Config, Connection } from './config.ts';
import { cosmosDocuments } from './documents/cosmos-documents.ts';
import { cachedLookups, type Lookups } from './documents/lookups.ts';
import { cosmosEventStore } from './eventstore/cosmos-event-store.ts';
import { webPubSub } from './live/web-pubsub.ts';
import { serviceBus } from './messaging/service-bus.ts';
import { jsonLog } from './observability/log.ts';
import type { Projection } from './projections/projection.ts';
import { projecting, projectionRunner } from './projections/runner.ts';
import type { Services } from './services.ts';

/** What the machinery needs to know of the areas. */
export interface Parts {
  readonly projections: readonly Projection[];
  authenticate(lookups: Lookups): Services['authenticate'];
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

/** The only builder of Azure clients. Connects to nothing yet. */
export const composeServices = async (config: Config, parts: Parts): Promise<Services> => {
  const log = jsonLog((line) => process.stdout.write(`${line}\n`));
  const cosmos = await cosmosClient(config.cosmos.connection);
  const database = cosmos.database(config.cosmos.database);
  const documents = (name: string) => {
    const spec = containers.containers.find((container) => container.name === name);
    if (!spec) throw new Error(`infra/containers.json has no container ${name}.`);
    return cosmosDocuments(
      database.container(name),
      spec.partitionKey.map((path) => path.slice(1)),
    );
  };

  const bus = serviceBus(await serviceBusClient(config.serviceBus.connection));
  const push = webPubSub(await webPubSubClient(config.webPubSub.connection, config.webPubSub.hub));
  const views = documents('views');
  const lookups = cachedLookups(documents('directory'));
  const stored = cosmosEventStore(database.container('events'));
  const foldEvents = projectionRunner(parts.projections, {
    streams: stored,
    views,
    lookups,
    onBroken: ({ tenantId, streamId }, error) =>
      log.error('A view cannot take an event', { tenantId, streamId, error }),
  });

  return {
    clock: () => new Date(),
    log,
    streams: projecting(stored, foldEvents, (error) =>
      log.warn('A view lags behind until the change feed arrives', { error }),
    ),
    foldEvents,
    views,
    live: documents('live'),
    history: documents('telemetry'),
    lookups,
    bus,
    push,
    settings: config,
    authenticate: parts.authenticate(lookups),
    async close() {
      await bus.close();
      cosmos.dispose();
    },
  };
};
