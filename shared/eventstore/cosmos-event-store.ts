import { ChangeFeedStartFrom, type Container, type JSONObject, type OperationInput, StatusCodes } from '@azure/cosmos';
import { bulk } from '../documents/cosmos-bulk.ts';
import { asked, storeError } from '../documents/cosmos-errors.ts';
import { allOf, queryOf } from '../documents/cosmos-query.ts';
import { stale } from '../kernel/errors.ts';
import { inSpan, traceparent } from '../observability/trace.ts';
import {
  type AnyEvent,
  type Cause,
  type EachAppend,
  type EventStore,
  MAX_APPEND,
  type Recorded,
  type StreamRef,
} from './event-store.ts';

/** How an event lies in the container `events`, partitioned by `/tenantId` and `/streamId`. */
interface EventDocument extends StreamRef, Cause {
  /** The version, padded so that ids sort as versions do. Its uniqueness within the stream is the concurrency check. */
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly data: unknown;
  readonly traceparent?: string;
}

/** Events of one request; of more than 4 MB the store makes two of it by itself. */
const PAGE = 1_000;

const idOf = (version: number) => String(version).padStart(10, '0');

/** A document of the container, read from the store or handed over by its change feed, as the fact it records. */
export const recordedFrom = <Event>(resource: unknown): Recorded<Event> => {
  const { type, data, tenantId, streamId, version, at, actor, correlationId, from, commandId, traceparent } =
    resource as EventDocument;
  const event = { type, data } as Event;
  const cause = { at, actor, correlationId, ...(from && { from }), ...(commandId && { commandId }) };
  return { tenantId, streamId, version, event, ...cause, ...(traceparent && { traceparent }) };
};

const documentOf = (
  stream: StreamRef,
  version: number,
  { type, data }: AnyEvent,
  { at, actor, correlationId, from, commandId }: Cause,
  trace: string | undefined,
): EventDocument => ({
  id: idOf(version),
  ...stream,
  version,
  type,
  data,
  at,
  actor,
  correlationId,
  ...(from && { from }),
  ...(commandId && { commandId }),
  ...(trace && { traceparent: trace }),
});

const createOf = (document: EventDocument) =>
  ({ operationType: 'Create', resourceBody: { ...document } as JSONObject }) as const;

const unusual = (code: number) => storeError(Object.assign(new Error(`The event store answered ${code}.`), { code }));

/** The event store on Cosmos DB: one document per event, an append is one transactional batch of creates. */
export const cosmosEventStore = (container: Container): EventStore => ({
  async read<Event>({ tenantId, streamId }: StreamRef) {
    const query = queryOf<EventDocument>(container, 'SELECT * FROM c ORDER BY c.version', {
      partitionKey: [tenantId, streamId],
      // Every page is a request, and the usual one is small.
      maxItemCount: PAGE,
    });
    const documents = await asked(allOf(query));
    return { events: documents.map((document) => recordedFrom<Event>(document)), version: documents.length };
  },

  append: <Event extends AnyEvent>(stream: StreamRef, expected: number, events: readonly Event[], cause: Cause) =>
    inSpan('append', { 'fleet.stream': stream.streamId, 'fleet.events': events.length }, async () => {
      if (events.length > MAX_APPEND) throw new Error(`An append takes ${MAX_APPEND} events, not ${events.length}.`);
      const trace = traceparent();
      const documents = events.map((event, index) => documentOf(stream, expected + index + 1, event, cause, trace));
      // Creating 5, 6 without 4 being there must fail as well, or a writer with a wrong version would leave a gap.
      const guard: OperationInput[] = expected === 0 ? [] : [{ operationType: 'Read', id: idOf(expected) }];
      const batch = container.items.batch([...guard, ...documents.map(createOf)], [stream.tenantId, stream.streamId]);
      const { result, code } = await asked(batch);
      if (code === 200) return documents.map((document) => recordedFrom<Event>(document));
      const failed = result?.find(({ statusCode }) => statusCode >= 400 && statusCode !== 424)?.statusCode ?? code;
      if (failed === 409 || failed === 404) throw stale('stream/stale', 'Somebody else was faster.', { expected });
      throw unusual(failed ?? 500);
    }),

  appendEach: <Event extends AnyEvent>(tenantId: string, appends: readonly EachAppend<Event>[], cause: Cause) =>
    inSpan('append each', { 'fleet.tenant': tenantId, 'fleet.events': appends.length }, async () => {
      const trace = traceparent();
      const documents = appends.map(({ streamId, expected, event }) =>
        documentOf({ tenantId, streamId }, expected + 1, event, cause, trace),
      );
      const answers = await bulk(
        container,
        documents.map((document) => ({ ...createOf(document), partitionKey: [tenantId, document.streamId] })),
      );
      return documents.map((document, index) => {
        const { statusCode = 500 } = answers[index] ?? {};
        if (statusCode === 409) return undefined;
        if (statusCode >= 300) throw unusual(statusCode);
        return recordedFrom<Event>(document);
      });
    }),
});

/** Every stored event of every company, those of one stream in their order, up to the moment when there are no more. */
export async function* storedEvents(container: Container): AsyncGenerator<readonly Recorded[]> {
  const start = ChangeFeedStartFrom.Beginning();
  const feed = container.items.getChangeFeedIterator({ changeFeedStartFrom: start, maxItemCount: 1_000 });
  for (;;) {
    const { result = [], statusCode } = await asked(feed.readNext());
    if (statusCode === StatusCodes.NotModified) return;
    yield result.map((document) => recordedFrom(document));
  }
}
