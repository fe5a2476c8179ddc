import type { HttpMethod } from '@azure/functions';
import type { z } from 'zod';
import type { Recorded } from './eventstore/event-store.ts';
import type { Endpoint } from './http/endpoint.ts';
import type { Importable } from './imports/importable.ts';
import type { JobDefinition } from './jobs/job.ts';
import type { Step } from './kernel/step.ts';
import type { Projection, Versioned } from './projections/projection.ts';
import type { Resource } from './resources/resource.ts';
import type { SagaBook } from './sagas/book.ts';
import type { StepBody } from './sagas/perform-step.ts';
import type { SagaDefinition } from './sagas/saga.ts';
import type { Services } from './services.ts';

/** A use case bound to a queue. It may run twice for one message. */
export interface QueueHandler {
  handler(services: Services): (message: unknown) => Promise<void>;
}

/** What happens by the clock. */
export interface TimerHandler {
  handler(services: Services): (sagas: SagaBook) => Promise<void>;
}

/** What follows from stored events, of all companies: each at least once, those of one stream in order, often many at a time. */
export interface EventsHandler {
  handler(services: Services, areas: readonly Area[]): (recorded: readonly Recorded[]) => Promise<void>;
}

export type Trigger =
  | {
      readonly kind: 'http';
      readonly methods: readonly HttpMethod[];
      readonly route: string;
      readonly endpoint: Endpoint;
    }
  | {
      readonly kind: 'projection';
      readonly projection: Projection;
      readonly resource?: Resource;
      readonly shown?: (stored: Versioned<object>) => object;
    }
  | { readonly kind: 'queue'; readonly queue: string; readonly handler: QueueHandler }
  | { readonly kind: 'events'; readonly handler: EventsHandler }
  | { readonly kind: 'timer'; readonly schedule: string; readonly handler: TimerHandler }
  | { readonly kind: 'importable'; readonly importable: Importable }
  | { readonly kind: 'job'; readonly job: JobDefinition }
  | { readonly kind: 'saga'; readonly saga: SagaDefinition }
  | { readonly kind: 'step'; readonly name: string; readonly body: StepBody };

/** A table of contents: the host, the documentation and the tests all read the same data. */
export interface Area {
  readonly name: string;
  readonly triggers: Readonly<Record<string, Trigger>>;
}

export const area = (name: string, triggers: Record<string, Trigger>): Area => ({ name, triggers });

const EVERY_METHOD: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** @param address methods and route below `/api/v1`: `POST vehicles/{vehicleId}/retire`, `GET|POST ingest`, `* {*path}`. */
export const http = (address: string, endpoint: Endpoint): Trigger => {
  const [, names = '', route = ''] = /^(\*|[A-Z|]+) (\S+)$/.exec(address) ?? [];
  const methods = EVERY_METHOD.filter((method) => names === '*' || names.split('|').includes(method));
  if (names !== '*' && methods.length !== names.split('|').length) throw new Error(`"${address}" is no address.`);
  return { kind: 'http', methods, route, endpoint };
};

/**
 * A read model. The runner hands every projection its own documents only, so their types may differ here.
 * @param shown what the API shows of a document, where it shows it without a resource: the audit trail says what of it has changed
 */
export const projection = <Doc extends object, Event>(
  folded: Projection<Doc, Event>,
  shown?: (stored: Versioned<Doc>) => object,
): Trigger => ({
  kind: 'projection',
  projection: folded as Projection,
  ...(shown && { shown: shown as (stored: Versioned<object>) => object }),
});

/**
 * A read model that the API shows: with its feed.
 * @param audited what the audit trail, which forgets nothing, says of a document; what the API shows unless told
 */
export const view = <Doc extends object, Event, Schema extends z.ZodObject>(
  folded: Projection<Doc, Event>,
  shown: Resource<Doc, Schema>,
  audited?: (stored: Versioned<Doc>) => object,
): Trigger => ({
  kind: 'projection',
  projection: folded as Projection,
  resource: shown as unknown as Resource,
  ...(audited && { shown: audited as (stored: Versioned<object>) => object }),
});

export const queue = (name: string, handler: QueueHandler): Trigger => ({ kind: 'queue', queue: name, handler });

/** It has a place of its own in the change feed, from the first event on; a batch that fails is tried again until it is done. */
export const events = (handler: EventsHandler): Trigger => ({ kind: 'events', handler });

/** @param schedule six fields, seconds first. */
export const timer = (schedule: string, handler: TimerHandler): Trigger => ({ kind: 'timer', schedule, handler });

/** The runtime hands every saga the request it was started with, so their types may differ here. */
export const saga = <Request>(definition: SagaDefinition<Request>): Trigger => ({
  kind: 'saga',
  saga: definition as SagaDefinition,
});

/** A kind of background work. The runtime hands every job the input and the cursor of its own kind, so their types may differ here. */
export const job = <Input, Cursor>(definition: JobDefinition<Input, Cursor>): Trigger => ({
  kind: 'job',
  job: definition as JobDefinition,
});

/** What can be imported from tables. The runtime hands every importable the rows of its own schema, so their types may differ here. */
export const importable = <Row extends object>(importable: Importable<Row>): Trigger => ({
  kind: 'importable',
  importable: importable as Importable,
});

/** What a step does whose name a contract shows. */
export const step = <In, Out>({ name }: Step<In, Out>, body: StepBody<In, Out>): Trigger => ({
  kind: 'step',
  name,
  body: body as StepBody,
});
