import type { Container } from './container.ts';
import { badRequest, CosmosError, tooLarge } from './errors.ts';
import { ITEM_OPERATIONS, type ItemOperation } from './items.ts';
import { isObject, type Json, type Value } from './json.ts';
import { BATCH_BYTES, BATCH_OPERATIONS } from './limits.ts';
import { type PartitionKey, parsePartitionKey } from './partition-key.ts';
import { isSet, jsonBody, type Operation, partitionKeyOf, type Reply } from './request.ts';
import { round } from './request-charge.ts';

/** What an operation came to; undefined when it was not run, or undone. */
type Outcome = Reply | CosmosError | undefined;

const REFUSAL_CHARGE = 1.24;

/** In a batch the names of operations begin with a capital. */
const OPERATIONS = new Map<Value, ItemOperation>();
for (const [name, execute] of Object.entries(ITEM_OPERATIONS))
  OPERATIONS.set(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, execute);

const text = (value: Value) => (typeof value === 'string' ? value : undefined);

const run = (container: Container, operation: Json, shared: PartitionKey | undefined): Reply => {
  if (!isObject(operation)) throw badRequest('Each operation of a batch must be an object');
  const { operationType, resourceBody: body = null, partitionKey, id, ifMatch, ifNoneMatch } = operation;
  const execute = OPERATIONS.get(operationType);
  if (!execute) throw badRequest(`Batch operation type ${JSON.stringify(operationType)} is unknown`);
  const key = typeof partitionKey === 'string' ? parsePartitionKey(partitionKey) : shared;
  return execute(container, { key, id: text(id), body, ifMatch: text(ifMatch), ifNoneMatch: text(ifNoneMatch) });
};

/** Runs operations until one is refused, or all of them. A fault of this server goes on up. */
const runInTurn = (operations: readonly Json[], runOne: (operation: Json) => Reply, continueOnError: boolean) => {
  const outcomes: Outcome[] = [];
  for (const operation of operations)
    try {
      outcomes.push(runOne(operation));
    } catch (error) {
      if (!(error instanceof CosmosError)) throw error;
      outcomes.push(error);
      if (!continueOnError) break;
    }
  return outcomes;
};

/** All or nothing; when it fails, only the operation to blame tells why. */
const runAtomically = (container: Container, work: () => Outcome[]): Outcome[] => {
  let outcomes: Outcome[] = [];
  try {
    container.atomically(() => {
      outcomes = work();
      const last = outcomes.at(-1);
      if (last instanceof CosmosError) throw last;
    });
    return outcomes;
  } catch (error) {
    if (!(error instanceof CosmosError)) throw error;
    return outcomes.map((outcome) => (outcome === error ? outcome : undefined));
  }
};

const chargeOf = (outcome: Outcome) => (outcome instanceof CosmosError ? REFUSAL_CHARGE : (outcome?.charge ?? 0));

const entryOf = (outcome: Outcome): string => {
  const requestCharge = chargeOf(outcome);
  if (!outcome) return JSON.stringify({ statusCode: 424, subStatusCode: 0, requestCharge });
  if (outcome instanceof CosmosError) {
    const { status: statusCode, message, details } = outcome;
    return JSON.stringify({ statusCode, subStatusCode: details.substatus ?? 0, requestCharge, message });
  }
  const { status, etag, body } = outcome;
  const tag = etag === undefined ? '' : `,"eTag":${JSON.stringify(etag)}`;
  // The stored text goes into the answer as it is: parsing it only to print it again would double the cost.
  const resource = body === '' ? '' : `,"resourceBody":${body}`;
  return `{"statusCode":${status},"requestCharge":${requestCharge}${tag}${resource}}`;
};

/** A batch in one logical partition (all or nothing), or a bulk request over one physical partition (each on its own). */
export const runBatch: Operation = (container, request) => {
  const operations = jsonBody(request);
  if (!Array.isArray(operations)) throw badRequest('The body of a batch must be an array of operations');
  if (operations.length > BATCH_OPERATIONS)
    throw badRequest(`Batch request has more operations than what is supported (${BATCH_OPERATIONS}).`);
  if (Buffer.byteLength(request.body) > BATCH_BYTES) throw tooLarge('Batch request size is too large');
  const key = partitionKeyOf(request);
  const atomic = isSet(request, 'x-ms-cosmos-batch-atomic');
  if (atomic && !key) throw badRequest('A transactional batch needs a partition key');
  const continueOnError = !atomic && isSet(request, 'x-ms-cosmos-batch-continue-on-error');
  const work = () => runInTurn(operations, (operation) => run(container, operation, key), continueOnError);
  const outcomes = atomic ? runAtomically(container, work) : work();
  const entries = operations.map((_, index) => entryOf(outcomes[index]));
  const failed = operations.some((_, index) => !outcomes[index] || outcomes[index] instanceof CosmosError);
  const charge = round(outcomes.reduce((sum, outcome) => sum + chargeOf(outcome), 0));
  return { status: failed ? 207 : 200, body: `[${entries.join(',')}]`, charge };
};
