import { type ContainerDefinition, CosmosClient, type IndexingPolicy, PartitionKeyKind } from '@azure/cosmos';

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

const indexingPolicy = ({ excludedPaths = [], compositeIndexes = [] }: ContainerSpec): IndexingPolicy => ({
  indexingMode: 'consistent',
  automatic: true,
  includedPaths: [{ path: '/*' }],
  excludedPaths: excludedPaths.map((path) => ({ path })),
  ...(compositeIndexes.length > 0
    ? { compositeIndexes: compositeIndexes.map((index) => index.map(compositeColumn)) }
    : {}),
});

const definitionOf = (spec: ContainerSpec): ContainerDefinition => ({
  id: spec.name,
  partitionKey: {
    paths: [...spec.partitionKey],
    kind: spec.partitionKey.length > 1 ? PartitionKeyKind.MultiHash : PartitionKeyKind.Hash,
    version: 2,
  },
  indexingPolicy: indexingPolicy(spec),
  ...(spec.defaultTtl === undefined ? {} : { defaultTtl: spec.defaultTtl }),
  ...(spec.uniqueKeys
    ? { uniqueKeyPolicy: { uniqueKeys: spec.uniqueKeys.map((paths) => ({ paths: [...paths] })) } }
    : {}),
});

/** Creates the database and its containers where they are missing. Those that exist stay as they are. */
export const createContainers = async (connection: string, spec: ContainersSpec): Promise<void> => {
  const client = new CosmosClient(connection);
  try {
    const { database } = await client.databases.createIfNotExists({ id: spec.database });
    await Promise.all(
      spec.containers.map((container) => database.containers.createIfNotExists(definitionOf(container))),
    );
  } finally {
    client.dispose();
  }
};
