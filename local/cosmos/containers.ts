import { type ContainerDefinition, CosmosClient, PartitionKeyKind } from '@azure/cosmos';

/** The shape of `infra/containers.json`. */
export interface ContainersSpec {
  readonly database: string;
  readonly containers: readonly ContainerSpec[];
}

export interface ContainerSpec {
  readonly name: string;
  /** One path, or up to three for a hierarchical key. */
  readonly partitionKey: readonly string[];
  readonly defaultTtl?: number;
  readonly excludedPaths?: readonly string[];
  /** Lists of paths, each with ` desc` behind it where it descends: `[["/status", "/dueAt desc"]]`. */
  readonly compositeIndexes?: ReadonlyArray<readonly string[]>;
  readonly uniqueKeys?: ReadonlyArray<readonly string[]>;
}

const compositeColumn = (column: string): { path: string; order: 'ascending' | 'descending' } => {
  const [path = '', direction] = column.split(' ');
  return { path, order: direction === 'desc' ? 'descending' : 'ascending' };
};

const definitionOf = (spec: ContainerSpec): ContainerDefinition => {
  const { name, partitionKey, defaultTtl, excludedPaths = [], compositeIndexes = [], uniqueKeys = [] } = spec;
  const kind = partitionKey.length > 1 ? PartitionKeyKind.MultiHash : PartitionKeyKind.Hash;
  return {
    id: name,
    partitionKey: { paths: [...partitionKey], kind, version: 2 },
    indexingPolicy: {
      includedPaths: [{ path: '/*' }],
      excludedPaths: excludedPaths.map((path) => ({ path })),
      compositeIndexes: compositeIndexes.map((index) => index.map(compositeColumn)),
    },
    uniqueKeyPolicy: { uniqueKeys: uniqueKeys.map((paths) => ({ paths: [...paths] })) },
    ...(defaultTtl !== undefined && { defaultTtl }),
  };
};

/** Creates the database and its containers where they are missing. Those that exist stay as they are. */
export const createContainers = async (connection: string, spec: ContainersSpec): Promise<void> => {
  const client = new CosmosClient(connection);
  try {
    const { database } = await client.databases.createIfNotExists({ id: spec.database });
    await Promise.all(spec.containers.map((one) => database.containers.createIfNotExists(definitionOf(one))));
  } finally {
    client.dispose();
  }
};
