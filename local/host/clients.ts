import type { CosmosClient } from '@azure/cosmos';
import type { ServiceBusClient } from '@azure/service-bus';

/** The SDK clients of this host, one per connection string. The SDKs are loaded when the first one is needed. */
export interface Clients {
  serviceBus(connection: string): Promise<ServiceBusClient>;
  cosmos(connection: string): Promise<CosmosClient>;
  close(): Promise<void>;
}

const once = <T>(create: (key: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  const get = (key: string): Promise<T> => {
    const existing = known.get(key);
    if (existing) return existing;
    const created = create(key);
    known.set(key, created);
    return created;
  };
  return { get, all: () => Promise.all(known.values()) };
};

export const createClients = (): Clients => {
  const bus = once(async (connection) => {
    const { ServiceBusClient } = await import('@azure/service-bus');
    return new ServiceBusClient(connection, { retryOptions: { retryDelayInMs: 200, maxRetryDelayInMs: 5_000 } });
  });
  const cosmos = once(async (connection) => {
    const { CosmosClient } = await import('@azure/cosmos');
    return new CosmosClient(connection);
  });
  return {
    serviceBus: bus.get,
    cosmos: cosmos.get,
    async close() {
      for (const client of await bus.all()) await client.close();
      for (const client of await cosmos.all()) client.dispose();
    },
  };
};
