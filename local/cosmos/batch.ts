import type { Container } from './container.ts';
import { badRequest, CosmosError, tooLarge } from './errors.ts';
import { createItem, deleteItem, type ItemResult, patchItem, readItem, replaceItem, upsertItem } from './items.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { BATCH_BYTES, BATCH_OPERATIONS } from './limits.ts';
import { type PartitionKey, parsePartitionKey } from './partition-key.ts';
import { type CosmosRequest, header, jsonBody, partitionKeyOf, type Reply } from './request.ts';

/** JSON text of one entry of the answer, and what the operation cost. */
interface Outcome {
  readonly text: string;
  readonly charge: number;
  readonly failed: boolean;
}

const NOT_RUN: Outcome = { text: '{"statusCode":424,"subStatusCode":0,"requestCharge":0}', charge: 0, failed: true };
const REFUSAL_CHARGE = 1.24;

const text = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);

const keyOf = (operation: JsonObject, shared: PartitionKey | undefined): PartitionKey | undefined => {
  const own = operation.partitionKey;
  if (own === undefined || own === null) return shared;
  return parsePartitionKey(typeof own === 'string' ? own : JSON.stringify(own));
};

const run = (container: Container, operation: Json, shared: PartitionKey | undefined): ItemResult => {
  if (!isObject(operation)) throw badRequest('Each operation of a batch must be an object');
  const { operationType: type, resourceBody: body = null } = operation;
  const key = keyOf(operation, shared);
  const [ifMatch, ifNoneMatch] = [text(operation.ifMatch), text(operation.ifNoneMatch)];
  if (type === 'Create') return createItem(container, key, body);
  if (type === 'Upsert') return upsertItem(container, key, body, ifMatch);
  const id = text(operation.id);
  if (!key || id === undefined) throw badRequest(`A batch operation ${JSON.stringify(type)} needs an id and a key`);
  switch (type) {
    case 'Read':
      return readItem(container, key, id, ifNoneMatch);
    case 'Replace':
      return replaceItem(container, key, id, body, ifMatch);
    case 'Patch':
      return patchItem(container, key, id, body, ifMatch);
    case 'Delete':
      return deleteItem(container, key, id, ifMatch);
    default:
      throw badRequest(`Batch operation type ${JSON.stringify(type)} is unknown`);
  }
};

const success = ({ status, etag, body, charge }: ItemResult, minimal: boolean): Outcome => {
  const tag = etag === undefined ? '' : `,"eTag":${JSON.stringify(etag)}`;
  // The stored text goes into the answer as it is: parsing it only to print it again would double the cost.
  const resource = body === '' || minimal ? '' : `,"resourceBody":${body}`;
  return { text: `{"statusCode":${status},"requestCharge":${charge}${tag}${resource}}`, charge, failed: false };
};

const refusal = ({ status, message, details }: CosmosError): Outcome => ({
  text: JSON.stringify({
    statusCode: status,
    subStatusCode: details.substatus ?? 0,
    requestCharge: REFUSAL_CHARGE,
    message,
  }),
  charge: REFUSAL_CHARGE,
  failed: true,
});

/** Runs an operation; a refusal becomes its outcome, anything else is a fault of this server and goes on up. */
const attempt = (work: () => ItemResult, minimal: boolean): Outcome => {
  try {
    return success(work(), minimal);
  } catch (error) {
    if (error instanceof CosmosError) return refusal(error);
    throw error;
  }
};

class BatchFailed extends Error {}

const runAtomically = (container: Container, operations: readonly Json[], key: PartitionKey, minimal: boolean) => {
  const outcomes: Outcome[] = [];
  try {
    container.atomically(() => {
      for (const operation of operations) {
        const outcome = attempt(() => run(container, operation, key), minimal);
        outcomes.push(outcome);
        if (outcome.failed) throw new BatchFailed();
      }
    });
    return outcomes;
  } catch (error) {
    if (!(error instanceof BatchFailed)) throw error;
    const culprit = outcomes.length - 1;
    return operations.map((_, index) => (index === culprit ? (outcomes[culprit] ?? NOT_RUN) : NOT_RUN));
  }
};

const runInTurn = (
  container: Container,
  operations: readonly Json[],
  key: PartitionKey | undefined,
  options: { minimal: boolean; continueOnError: boolean },
) => {
  let stopped = false;
  return operations.map((operation) => {
    if (stopped) return NOT_RUN;
    const outcome = attempt(() => run(container, operation, key), options.minimal);
    stopped = outcome.failed && !options.continueOnError;
    return outcome;
  });
};

/** A batch in one logical partition (all or nothing), or a bulk request over one physical partition (each on its own). */
export const runBatch = (container: Container, request: CosmosRequest): Reply => {
  const operations = jsonBody(request);
  if (!Array.isArray(operations)) throw badRequest('The body of a batch must be an array of operations');
  if (operations.length > BATCH_OPERATIONS)
    throw badRequest(`Batch request has more operations than what is supported (${BATCH_OPERATIONS}).`);
  if (Buffer.byteLength(request.body) > BATCH_BYTES) throw tooLarge('Batch request size is too large');
  const key = partitionKeyOf(request);
  const minimal = header(request, 'prefer') === 'return=minimal';
  const atomic = header(request, 'x-ms-cosmos-batch-atomic')?.toLowerCase() === 'true';
  const continueOnError = header(request, 'x-ms-cosmos-batch-continue-on-error')?.toLowerCase() === 'true';
  if (atomic && !key) throw badRequest('A transactional batch needs a partition key');
  const outcomes =
    atomic && key
      ? runAtomically(container, operations, key, minimal)
      : runInTurn(container, operations, key, { minimal, continueOnError });
  return {
    kind: atomic ? 'batch' : 'bulk',
    status: outcomes.some(({ failed }) => failed) ? 207 : 200,
    body: `[${outcomes.map((outcome) => outcome.text).join(',')}]`,
    charge: Math.round(outcomes.reduce((sum, { charge }) => sum + charge, 0) * 100) / 100,
  };
};
