import { badRequest, notSimulated } from './errors.ts';
import { isObject, type Json, type JsonObject, type Value } from './json.ts';
import { checkId, checkTimeToLive, PARTITION_KEY_LEVELS, PATHS_PER_UNIQUE_KEY, UNIQUE_KEYS } from './limits.ts';

/** What a client may set on a container, with the service's defaults filled in. */
export interface ContainerDefinition {
  readonly id: string;
  readonly partitionKey: PartitionKeyDefinition;
  readonly indexingPolicy: IndexingPolicy;
  readonly uniqueKeyPolicy: { readonly uniqueKeys: ReadonlyArray<{ readonly paths: readonly string[] }> };
  readonly defaultTtl?: number;
}

export interface PartitionKeyDefinition {
  readonly paths: readonly string[];
  readonly kind: 'Hash' | 'MultiHash';
  readonly version: 2;
}

export interface IndexingPolicy {
  readonly indexingMode: string;
  readonly automatic: boolean;
  readonly includedPaths: ReadonlyArray<{ readonly path: string }>;
  readonly excludedPaths: ReadonlyArray<{ readonly path: string }>;
  readonly compositeIndexes?: ReadonlyArray<ReadonlyArray<{ readonly path: string; readonly order?: string }>>;
}

const ETAG_PATH = '/"_etag"/?';

const isPath = (path: Value): path is string => typeof path === 'string' && /^\/./.test(path);

const partitionKey = (given: Value): PartitionKeyDefinition => {
  const paths = isObject(given) ? given.paths : undefined;
  if (!isObject(given) || !Array.isArray(paths) || paths.length === 0 || !paths.every(isPath))
    throw badRequest(`The partition key definition ${JSON.stringify(given)} is invalid: paths must each start with /`);
  if (paths.length > PARTITION_KEY_LEVELS)
    throw badRequest(`A partition key has at most ${PARTITION_KEY_LEVELS} levels, ${paths.length} were given`);
  if (given.version === 1) throw notSimulated('Partition key version 1');
  const kind = paths.length > 1 ? 'MultiHash' : 'Hash';
  if (given.kind !== undefined && given.kind !== kind && given.kind !== 'MultiHash')
    throw badRequest(`Partition key kind ${JSON.stringify(given.kind)} does not fit ${paths.length} path(s)`);
  return { paths, kind: given.kind === 'MultiHash' ? 'MultiHash' : kind, version: 2 };
};

const pathList = (name: string, given: Value): Array<{ path: string } & JsonObject> => {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw badRequest(`indexingPolicy.${name} must be an array`);
  return given.map((entry) => {
    const path = isObject(entry) ? entry.path : undefined;
    if (!isObject(entry) || !isPath(path) || !/\/[?*]$/.test(path))
      throw badRequest(`indexingPolicy.${name} has an invalid path ${JSON.stringify(path)}: it must end in /? or /*`);
    return { ...entry, path };
  });
};

const compositeIndexes = (given: Value): Pick<IndexingPolicy, 'compositeIndexes'> => {
  if (given === undefined) return {};
  const isComposite = (paths: Json): paths is Array<{ path: string }> =>
    Array.isArray(paths) && paths.length >= 2 && paths.every((entry) => isObject(entry) && isPath(entry.path));
  if (!Array.isArray(given) || !given.every(isComposite))
    throw badRequest('Each composite index must list at least two {path, order} entries');
  return { compositeIndexes: given };
};

const indexingPolicy = (given: Value = {}): IndexingPolicy => {
  if (!isObject(given)) throw badRequest('indexingPolicy must be an object');
  const included = pathList('includedPaths', given.includedPaths);
  const excluded = pathList('excludedPaths', given.excludedPaths);
  const mode = given.indexingMode ?? 'consistent';
  if (mode !== 'none' && included.length === 0 && !excluded.some(({ path }) => path === '/*'))
    included.push({ path: '/*' });
  if (!excluded.some(({ path }) => path === ETAG_PATH)) excluded.push({ path: ETAG_PATH });
  return {
    ...given,
    indexingMode: String(mode).toLowerCase(),
    automatic: given.automatic !== false,
    includedPaths: included,
    excludedPaths: excluded,
    ...compositeIndexes(given.compositeIndexes),
  };
};

const uniqueKeyPolicy = (given: Value): ContainerDefinition['uniqueKeyPolicy'] => {
  const keys = isObject(given) ? (given.uniqueKeys ?? []) : [];
  if (!Array.isArray(keys) || keys.length > UNIQUE_KEYS)
    throw badRequest(`A container has at most ${UNIQUE_KEYS} unique keys`);
  return {
    uniqueKeys: keys.map((key) => {
      const paths = isObject(key) ? key.paths : undefined;
      if (!Array.isArray(paths) || paths.length === 0 || paths.length > PATHS_PER_UNIQUE_KEY || !paths.every(isPath))
        throw badRequest(`The unique key ${JSON.stringify(key)} must have 1 to ${PATHS_PER_UNIQUE_KEY} paths`);
      return { paths };
    }),
  };
};

/**
 * Checks a container body and fills in what the service fills in.
 * @throws 400 naming the part that is wrong.
 */
export const defineContainer = (body: Json): ContainerDefinition => {
  if (!isObject(body)) throw badRequest('A container must be a JSON object');
  const { id, defaultTtl } = body;
  checkId(id);
  checkTimeToLive('defaultTtl', defaultTtl);
  return {
    id,
    partitionKey: partitionKey(body.partitionKey),
    indexingPolicy: indexingPolicy(body.indexingPolicy),
    uniqueKeyPolicy: uniqueKeyPolicy(body.uniqueKeyPolicy),
    ...(typeof defaultTtl === 'number' ? { defaultTtl } : {}),
  };
};

/**
 * The definition after a replace: time to live and indexing may change.
 * @throws 400 when the body changes what is fixed for the life of a container.
 */
export const redefineContainer = (current: ContainerDefinition, body: Json): ContainerDefinition => {
  const next = defineContainer(body);
  if (next.id !== current.id) throw badRequest('The id of a container cannot be changed');
  if (JSON.stringify(next.partitionKey.paths) !== JSON.stringify(current.partitionKey.paths))
    throw badRequest('The partition key of a container cannot be changed');
  const uniqueKeys =
    isObject(body) && body.uniqueKeyPolicy !== undefined ? next.uniqueKeyPolicy : current.uniqueKeyPolicy;
  if (JSON.stringify(uniqueKeys) !== JSON.stringify(current.uniqueKeyPolicy))
    throw badRequest('The unique keys of a container cannot be changed');
  return { ...next, partitionKey: current.partitionKey, uniqueKeyPolicy: current.uniqueKeyPolicy };
};
