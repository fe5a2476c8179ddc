import { z } from 'zod';
import { badRequest, notSimulated } from './errors.ts';
import type { Json } from './json.ts';
import { checkId, checkTimeToLive } from './limits.ts';

const path = z.string().regex(/^\/\P{Cc}+$/u, 'must be / and a name without control characters');
const indexPath = z.looseObject({ path: path.regex(/\/[?*]$/, 'must end in /? or /*') });

const partitionKey = z
  .object({
    paths: z.array(path).min(1).max(3),
    kind: z.enum(['Hash', 'MultiHash']).default('Hash'),
    version: z.int().default(2),
  })
  .refine(({ paths, kind }) => paths.length === 1 || kind === 'MultiHash', 'several paths need the kind MultiHash');

const column = z.looseObject({ path, order: z.string().toLowerCase().default('ascending') });

const indexingPolicy = z.looseObject({
  indexingMode: z.string().toLowerCase().default('consistent'),
  includedPaths: z.array(indexPath).default([{ path: '/*' }]),
  excludedPaths: z.array(indexPath).default([]),
  compositeIndexes: z.array(z.array(column).min(2)).optional(),
});

const uniqueKey = z.object({ paths: z.array(path).min(1).max(16) });

const schema = z.object({
  id: z.string().default(''),
  partitionKey,
  indexingPolicy: indexingPolicy.prefault({}),
  uniqueKeyPolicy: z.object({ uniqueKeys: z.array(uniqueKey).max(10).default([]) }).prefault({}),
  defaultTtl: z.number().optional(),
});

export type IndexingPolicy = z.output<typeof indexingPolicy>;

/** What a client may set on a container, with the service's defaults filled in. */
export type ContainerDefinition = z.output<typeof schema>;

const ETAG_PATH = '/"_etag"/?';

/** Checks a container body and fills in what the service fills in. @throws 400 naming the part that is wrong. */
export const defineContainer = (body: Json): ContainerDefinition => {
  const { data, error } = schema.safeParse(body);
  if (!data) throw badRequest(`The container definition is invalid: ${z.prettifyError(error)}`);
  checkId(data.id);
  checkTimeToLive('defaultTtl', data.defaultTtl);
  if (data.partitionKey.version === 1) throw notSimulated('Partition key version 1');
  const { indexingMode, includedPaths, excludedPaths } = data.indexingPolicy;
  if (indexingMode !== 'consistent' || includedPaths.some(({ path }) => path !== '/*'))
    throw notSimulated('An index of some paths only, or of none');
  if (!excludedPaths.some(({ path }) => path === ETAG_PATH)) excludedPaths.push({ path: ETAG_PATH });
  return data;
};
