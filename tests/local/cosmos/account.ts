import { createHmac } from 'node:crypto';
import { type Container, type ContainerRequest, CosmosClient, type Database, type QueryIterator } from '@azure/cosmos';
import { type CosmosOptions, type CosmosStandIn, startCosmos } from '../../../local/cosmos/server.ts';

export interface TestAccount {
  readonly cosmos: CosmosStandIn;
  readonly client: CosmosClient;
  readonly database: Database;
  container(definition: ContainerRequest): Promise<Container>;
  close(): Promise<void>;
}

/** A stand-in with one empty database, and the real SDK talking to it. */
export const openAccount = async (options: CosmosOptions = {}): Promise<TestAccount> => {
  const cosmos = await startCosmos(options);
  const client = new CosmosClient(cosmos.connection);
  const { database } = await client.databases.createIfNotExists({ id: 'test' });
  return {
    cosmos,
    client,
    database,
    container: async (definition) => (await database.containers.createIfNotExists(definition)).container,
    close: async () => {
      client.dispose();
      await cosmos.close();
    },
  };
};

export const HIERARCHICAL = {
  paths: ['/tenantId', '/vehicleId'],
  kind: 'MultiHash',
  version: 2,
} as ContainerRequest['partitionKey'] & object;

/** The status an operation is refused with. Fails the test when it is not refused. */
export const refusal = async (operation: Promise<unknown>): Promise<number | string | undefined> => {
  try {
    await operation;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code as number;
    throw error;
  }
  throw new Error('The operation should have been refused.');
};

/** Status and message of a refusal. */
export const refusalText = async (operation: Promise<unknown>): Promise<string> => {
  try {
    await operation;
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${error.code} ${error.message}` : String(error);
  }
  throw new Error('The operation should have been refused.');
};

export const all = async <T>(iterator: QueryIterator<T>): Promise<T[]> => (await iterator.fetchAll()).resources;

/** An item without what the service adds. */
export const own = (item: Record<string, unknown> | undefined) => {
  if (!item) return undefined;
  const { _rid, _self, _etag, _ts, _attachments, _lsn, ...rest } = item;
  return rest;
};

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Sends a request the SDK would not send, properly signed. */
export const sendRaw = (
  { cosmos }: TestAccount,
  path: string,
  { type, id, ...init }: RequestInit & { type: string; id: string },
): Promise<Response> => {
  const date = new Date().toUTCString();
  const key = Buffer.from(/AccountKey=(.+);/.exec(cosmos.connection)?.[1] ?? '', 'base64');
  const text = `${(init.method ?? 'GET').toLowerCase()}\n${type}\n${id}\n${date.toLowerCase()}\n\n`;
  const signature = createHmac('sha256', key).update(text).digest('base64');
  const authorization = encodeURIComponent(`type=master&ver=1.0&sig=${signature}`);
  const headers = { 'x-ms-date': date, authorization, ...init.headers };
  return fetch(`http://127.0.0.1:${cosmos.port}${path}`, { ...init, headers });
};
