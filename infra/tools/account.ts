import { CosmosClient } from '@azure/cosmos';
import containers from '../containers.json' with { type: 'json' };

/** What `npm start` runs the store with, unless told otherwise: the port, and the key that everybody knows. */
const LOCAL_PORT = 8081;
const LOCAL_KEY = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

type Environment = Readonly<Record<string, string | undefined>>;

/** The account that `COSMOS` names, or `COSMOS__accountEndpoint` with the identity of whoever runs this; else that of the system that runs here. */
export const accountOf = async (env: Environment): Promise<CosmosClient> => {
  if (env.COSMOS) return new CosmosClient(env.COSMOS);
  if (env.COSMOS__accountEndpoint) {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new CosmosClient({ endpoint: env.COSMOS__accountEndpoint, aadCredentials: new DefaultAzureCredential() });
  }
  return new CosmosClient({ endpoint: `http://127.0.0.1:${env.COSMOS_PORT || LOCAL_PORT}`, key: LOCAL_KEY });
};

export const databaseOf = (env: Environment): string => env.COSMOS_DATABASE || containers.database;

/** The fields of a container's partition key. */
export const fieldsOf = (name: string): string[] => {
  const spec = containers.containers.find((container) => container.name === name);
  if (!spec) throw new Error(`There is no container ${name}.`);
  return spec.partitionKey.map((path) => path.slice(1));
};
