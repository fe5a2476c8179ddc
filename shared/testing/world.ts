import { Readable } from 'node:stream';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import containers from '../../infra/containers.json' with { type: 'json' };
import topics from '../../infra/topics.json' with { type: 'json' };
import type { Area } from '../area.ts';
import { type MemoryBlobs, memoryBlobs } from '../blobs/memory-blobs.ts';
import type { Documents } from '../documents/documents.ts';
import { cachedLookups } from '../documents/lookups.ts';
import { memoryDocuments } from '../documents/memory-documents.ts';
import type { Recorded } from '../eventstore/event-store.ts';
import { memoryEventStore } from '../eventstore/memory-event-store.ts';
import { outbound } from '../http/outbound.ts';
import { type MemoryPush, memoryPush } from '../live/memory-push.ts';
import { type MemoryBus, memoryBus } from '../messaging/memory-bus.ts';
import type { Facts, Log } from '../observability/log.ts';
import { personalKeys } from '../personal/keys.ts';
import { opener, sealing } from '../personal/sealing-store.ts';
import type { Projection } from '../projections/projection.ts';
import { projecting, projectionRunner } from '../projections/runner.ts';
import { sagaBook } from '../sagas/book.ts';
import { performStep } from '../sagas/perform-step.ts';
import { testStringScanner } from '../scanning/test-string.ts';
import { cachedSecrets } from '../secrets/cached-secrets.ts';
import { memoryVault } from '../secrets/memory-vault.ts';
import type { IdentityPorts, Services } from '../services.ts';
import { viewFigures } from '../views/figures.ts';
import { knownGenerations, servedViews } from '../views/generations.ts';
import { rebuildView } from '../views/rebuild.ts';
import { type MemorySagas, memorySagas } from './memory-sagas.ts';
import { keepPromise } from './promised.ts';
import { findRoute, routesOf } from './routes.ts';

export interface Parts {
  readonly areas: readonly Area[];
  authenticate(ports: IdentityPorts): Services['authenticate'];
}

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON when the answer says so, else text. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface LogLine extends Facts {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

/** The whole app over ports that keep everything in memory. No mocks: these ports keep the same contracts as Azure's. */
export interface World {
  readonly services: Services;
  readonly bus: MemoryBus;
  readonly push: MemoryPush;
  /** What people upload. */
  readonly files: MemoryBlobs;
  /** What lies behind the lookups: another instance of the app has a memory of its own of it. */
  readonly directory: Documents;
  readonly sagas: MemorySagas;
  readonly log: readonly LogLine[];
  /** Lets the clock go on. */
  advance(milliseconds: number): void;
  /** `path` is below `/api/v1/`. */
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  /** Plays the functions host: hands every message that is due to its queue's function until none is left. */
  runQueues(): Promise<void>;
  /** Plays the change feed: hands what was stored since the last time to every function that follows events. */
  runEvents(): Promise<void>;
  /** Builds a view anew, as an operator would while the app runs; `meanwhile` is done before the history is read. */
  rebuild(view: string, meanwhile?: () => Promise<unknown>): Promise<number>;
  /** Lets every timer fire once. */
  runTimers(): Promise<void>;
}

const START = Date.parse('2026-03-02T08:00:00.000Z');

const fieldsOf = (container: string): readonly string[] =>
  containers.containers.find(({ name }) => name === container)?.partitionKey.map((path) => path.slice(1)) ?? [];

/** Bytes that are no text become a character each. */
const textOf = async (body: HttpResponseInit['body']): Promise<string> =>
  Buffer.isBuffer(body)
    ? body.toString('latin1')
    : typeof body === 'string'
      ? body
      : body instanceof Readable
        ? (await body.toArray()).join('')
        : '';

const answerOf = async ({ status = 200, headers, body }: HttpResponseInit): Promise<Answer> => {
  const text = await textOf(body);
  const fields = new Headers(headers as Record<string, string>);
  const isJson = /json(?!l)\b/.test(fields.get('content-type')?.replace('x-ndjson', '') ?? '') && text !== '';
  return { status, headers: fields, text, body: isJson ? JSON.parse(text) : {} };
};

const sentAs = (body: unknown) => {
  if (Buffer.isBuffer(body)) return { bytes: body };
  return { string: typeof body === 'string' ? body : JSON.stringify(body) };
};

const memoryLog = (lines: LogLine[]): Log => {
  const at =
    (level: LogLine['level']) =>
    (message: string, facts: Facts = {}) =>
      void lines.push({ level, message, ...facts });
  return { info: at('info'), warn: at('warn'), error: at('error') };
};

/** What a test puts in the place of a port, for what cannot be asked of the port itself: a store that is down, a slow broker. */
export type Replace = (services: Services) => Partial<Services>;

export const world = ({ areas, authenticate }: Parts, replace: Replace = () => ({})): World => {
  let now = START;
  const clock = () => new Date(now);
  const log: LogLine[] = [];
  /** What differs from the API's document; whoever asked learns of it. */
  const broken: unknown[] = [];
  const bus = memoryBus(topics.queues, clock);
  const push = memoryPush(clock);
  const triggers = areas.flatMap((area) => Object.values(area.triggers));
  const projections = triggers.flatMap((trigger): Projection[] =>
    trigger.kind === 'projection' ? [trigger.projection] : [],
  );
  const directory = memoryDocuments(fieldsOf('directory'));
  const noteLag = (error: unknown) => void log.push({ level: 'warn', message: 'The generations are not known', error });
  const generations = knownGenerations(directory, noteLag, () => now);
  const kept = memoryDocuments(fieldsOf('views'));
  const views = servedViews(kept, generations);
  const lookups = cachedLookups(directory, () => now);
  const history: Recorded[] = [];
  const feed: Recorded[] = [];
  const operations = memoryDocuments(fieldsOf('operations'));
  const keys = personalKeys(operations);
  const stored = sealing(
    memoryEventStore((recorded) => {
      feed.push(...recorded);
      history.push(...recorded);
    }),
    keys,
  );
  const openEvents = opener(keys);
  const foldEvents = projectionRunner(projections, {
    streams: stored,
    views: kept,
    partitionsOf: generations.folded,
    lookups,
    onBroken: ({ streamId }, error) => log.push({ level: 'error', message: 'A view is broken', streamId, error }),
  });
  const advance = (milliseconds: number) => {
    now += milliseconds;
  };
  const bodies = new Map(
    triggers.flatMap((trigger) => (trigger.kind === 'step' ? [[trigger.name, trigger.body] as const] : [])),
  );
  const sagas = memorySagas({
    sagas: triggers.flatMap((trigger) => (trigger.kind === 'saga' ? [trigger.saga] : [])),
    async perform(step, message) {
      const body = bodies.get(step);
      if (!body) throw new Error(`No area does ${step}.`);
      return performStep(step, body, services, message);
    },
    clock,
    advance,
  });
  const files = memoryBlobs(clock);
  const usual: Services = {
    clock,
    // Whatever runs in memory never lets go of the loop.
    delayMs: () => 0,
    log: memoryLog(log),
    streams: projecting(stored, foldEvents, (error) => log.push({ level: 'warn', message: 'A view lags', error })),
    foldEvents: async (recorded) => foldEvents(await openEvents(recorded)),
    views,
    generations,
    viewFigures: viewFigures(
      projections.map(({ name }) => name),
      () => now,
    ),
    live: memoryDocuments(fieldsOf('live')),
    history: memoryDocuments(fieldsOf('telemetry')),
    operations,
    audit: memoryDocuments(fieldsOf('audit')),
    personal: keys,
    lookups,
    bus,
    push,
    files,
    scanner: testStringScanner(files),
    exports: memoryBlobs(clock),
    secrets: cachedSecrets(memoryVault(), () => now),
    outbound: outbound({ loopback: true }),
    settings: {
      identity: { trustPrincipal: true },
      telemetry: { wakeSeconds: 1 },
      limits: { apiPerMinute: 600_000, ingestPerMinute: 600_000 },
    },
    importables: new Map(
      triggers.flatMap((trigger) =>
        trigger.kind === 'importable' ? [[trigger.importable.entity, trigger.importable] as const] : [],
      ),
    ),
    jobs: new Map(
      triggers.flatMap((trigger) => (trigger.kind === 'job' ? [[trigger.job.name, trigger.job] as const] : [])),
    ),
    authenticate: authenticate({ lookups, operations, clock, log: memoryLog(log) }),
    sagas: async () => sagas,
    onAnswer(endpoint, promised, answered, request) {
      // Members that were not asked for may be missing.
      if (request.query.has('fields')) return;
      try {
        keepPromise(endpoint, promised, answered);
      } catch (error) {
        broken.push(error);
      }
    },
    close: async () => undefined,
  };
  const services: Services = { ...usual, ...replace(usual) };
  const routes = routesOf(areas);
  let invocations = 0;

  return {
    services,
    bus,
    push,
    files,
    directory,
    sagas,
    log,
    advance,
    async ask(method, path, { headers = {}, body } = {}) {
      const { route, params } = findRoute(routes, method, path.split('?')[0] ?? '');
      const request = new HttpRequest({
        method,
        url: `http://localhost/api/v1/${path}`,
        headers: { ...headers },
        query: Object.fromEntries(new URL(path, 'http://localhost').searchParams),
        params,
        ...(body !== undefined && { body: sentAs(body) }),
      });
      invocations += 1;
      const invocation = new InvocationContext({ functionName: route.name, invocationId: `i-${invocations}` });
      const answered = (await route.endpoint.handler(services)(request, invocation)) as HttpResponseInit;
      if (broken.length > 0) throw broken.splice(0)[0];
      return answerOf(answered);
    },
    async rebuild(view, meanwhile) {
      const projection = projections.find(({ name }) => name === view);
      if (!projection) throw new Error(`There is no view ${view}.`);
      const ports = {
        directory,
        views: kept,
        streams: stored,
        async *events() {
          await meanwhile?.();
          yield await openEvents(history);
        },
        wait: async (milliseconds: number) => advance(milliseconds),
        print: () => undefined,
      };
      return rebuildView(ports, projection);
    },
    async runQueues() {
      for (const trigger of triggers)
        if (trigger.kind === 'queue')
          for (const { body } of bus.receive(trigger.queue)) await trigger.handler.handler(services)(body);
    },
    async runEvents() {
      const news = feed.splice(0);
      for (const trigger of triggers)
        if (trigger.kind === 'events' && news.length > 0) await trigger.handler.handler(services, areas)(news);
    },
    async runTimers() {
      const book = sagaBook(services, async () => sagas);
      for (const trigger of triggers) if (trigger.kind === 'timer') await trigger.handler.handler(services)(book);
    },
  };
};
