import type { CosmosClient } from '@azure/cosmos';
import type { ServiceBusClient } from '@azure/service-bus';

/** The SDK clients of this host, one per connection string. The SDKs are loaded when the first one is needed. */
export interface Clients {
  serviceBus(connection: string): Promise<ServiceBusClient>;
  cosmos(connection: string): Promise<CosmosClient>;
}

const shared = <T>(create: (connection: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (connection: string): Promise<T> => {
    const client = known.get(connection) ?? create(connection);
    known.set(connection, client);
    return client;
  };
};

/** Puts into `closers` what closes them. */
export const createClients = (closers: (() => unknown)[]): Clients => ({
  serviceBus: shared(async (connection) => {
    const { ServiceBusClient } = await import('@azure/service-bus');
    const retryOptions = { retryDelayInMs: 200, maxRetryDelayInMs: 5_000 };
    const client = new ServiceBusClient(connection, { retryOptions });
    closers.push(() => client.close());
    return client;
  }),
  cosmos: shared(async (connection) => {
    const { CosmosClient } = await import('@azure/cosmos');
    const client = new CosmosClient(connection);
    closers.push(() => client.dispose());
    return client;
  }),
});
