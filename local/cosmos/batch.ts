import type { Container } from './container.ts';
import { badRequest, CosmosError, tooLarge } from './errors.ts';
import { ITEM_OPERATIONS, type ItemOperation } from './items.ts';
import { isObject, type Json, type Value } from './json.ts';
import { BATCH_BYTES, BATCH_OPERATIONS } from './limits.ts';
import { type PartitionKey, parsePartitionKey } from './partition-key.ts';
import { type CosmosRequest, header, isSet, jsonBody, partitionKeyOf, type Reply } from './request.ts';
import { round } from './request-charge.ts';

/** JSON text of one entry of the answer, and what the operation cost. */
interface Outcome {
  readonly text: string;
  readonly charge: number;
  readonly failed: boolean;
}

const NOT_RUN: Outcome = { text: '{"statusCode":424,"subStatusCode":0,"requestCharge":0}', charge: 0, failed: true };
const REFUSAL_CHARGE = 1.24;

/** In a batch the names of operations begin with a capital. */
const OPERATIONS = new Map<Value, ItemOperation>(
  Object.entries(ITEM_OPERATIONS).map(([name, execute]) => [
    name.replace(/^./, (first) => first.toUpperCase()),
    execute,
  ]),
);

const text = (value: Value) => (typeof value === 'string' ? value : undefined);

const run = (container: Container, operation: Json, shared: PartitionKey | undefined): Reply => {
  if (!isObject(operation)) throw badRequest('Each operation of a batch must be an object');
  const { operationType, resourceBody = null, partitionKey, id, ifMatch, ifNoneMatch } = operation;
  const execute = OPERATIONS.get(operationType);
  if (!execute) throw badRequest(`Batch operation type ${JSON.stringify(operationType)} is unknown`);
  const key = text(partitionKey);
  return execute(container, {
    key: key === undefined ? shared : parsePartitionKey(key),
    id: text(id),
    body: resourceBody,
    ifMatch: text(ifMatch),
    ifNoneMatch: text(ifNoneMatch),
  });
};

const success = ({ status, etag, body, charge }: Reply, minimal: boolean): Outcome => {
  const tag = etag === undefined ? '' : `,"eTag":${JSON.stringify(etag)}`;
  // The stored text goes into the answer as it is: parsing it only to print it again would double the cost.
  const resource = body === '' || minimal ? '' : `,"resourceBody":${body}`;
  return { text: `{"statusCode":${status},"requestCharge":${charge}${tag}${resource}}`, charge, failed: false };
};

const refusal = ({ status, message, details: { substatus: subStatusCode = 0 } }: CosmosError): Outcome => ({
  text: JSON.stringify({ statusCode: status, subStatusCode, requestCharge: REFUSAL_CHARGE, message }),
  charge: REFUSAL_CHARGE,
  failed: true,
});

/** Runs operations until one fails, or all of them. What is not run stays out of the outcomes. */
const runInTurn = (operations: readonly Json[], runOne: (operation: Json) => Outcome, continueOnError: boolean) => {
  const outcomes: Outcome[] = [];
  for (const operation of operations) {
    const outcome = runOne(operation);
    outcomes.push(outcome);
    if (outcome.failed && !continueOnError) break;
  }
  return outcomes;
};

class BatchFailed extends Error {
  readonly outcomes: readonly Outcome[];

  constructor(outcomes: readonly Outcome[]) {
    super('An operation of the batch failed');
    this.outcomes = outcomes;
  }
}

/** All or nothing; when it fails, only the operation to blame tells why. */
const runAtomically = (container: Container, work: () => readonly Outcome[]): readonly Outcome[] => {
  try {
    return container.atomically(() => {
      const outcomes = work();
      if (outcomes.some(({ failed }) => failed)) throw new BatchFailed(outcomes);
      return outcomes;
    });
  } catch (error) {
    if (!(error instanceof BatchFailed)) throw error;
    return error.outcomes.map((outcome) => (outcome.failed ? outcome : NOT_RUN));
  }
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
  const atomic = isSet(request, 'x-ms-cosmos-batch-atomic');
  if (atomic && !key) throw badRequest('A transactional batch needs a partition key');
  const runOne = (operation: Json): Outcome => {
    try {
      return success(run(container, operation, key), minimal);
    } catch (error) {
      if (error instanceof CosmosError) return refusal(error);
      throw error;
    }
  };
  const work = () => runInTurn(operations, runOne, isSet(request, 'x-ms-cosmos-batch-continue-on-error'));
  const outcomes = atomic ? runAtomically(container, work) : work();
  const complete = operations.map((_, index) => outcomes[index] ?? NOT_RUN);
  return {
    status: complete.some(({ failed }) => failed) ? 207 : 200,
    body: `[${complete.map((outcome) => outcome.text).join(',')}]`,
    charge: round(complete.reduce((sum, { charge }) => sum + charge, 0)),
  };
};
