import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { Blobs } from './blobs/blobs.ts';
import type { Config } from './config.ts';
import type { Documents } from './documents/documents.ts';
import type { Lookups } from './documents/lookups.ts';
import type { EventStore } from './eventstore/event-store.ts';
import type { Answer } from './http/answers.ts';
import type { Outbound } from './http/outbound.ts';
import type { Caller } from './identity/caller.ts';
import type { Importable } from './imports/importable.ts';
import type { JobDefinition } from './jobs/job.ts';
import type { Push } from './live/push.ts';
import type { Bus } from './messaging/bus.ts';
import type { Log } from './observability/log.ts';
import type { PersonalKeys } from './personal/keys.ts';
import type { FoldEvents } from './projections/runner.ts';
import type { SagaEngine } from './sagas/engine.ts';
import type { Scanner } from './scanning/scanner.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { ViewFigures } from './views/figures.ts';
import type { KnownGenerations } from './views/generations.ts';

/** Everything a use case may reach. Built once in `compose.ts`; a test builds its own by hand. */
export interface Services {
  readonly clock: () => Date;
  /** How late the event loop is, in milliseconds: whether the instance has too much to do. */
  readonly delayMs: () => number;
  readonly log: Log;
  /** The event store. What it appends is folded into the views before the append is answered. */
  readonly streams: EventStore;
  /** The change feed's way into the same views. */
  readonly foldEvents: FoldEvents;
  readonly views: Documents;
  /** Which generation of each view is read. */
  readonly generations: Pick<KnownGenerations, 'serving' | 'of'>;
  readonly viewFigures: ViewFigures;
  /** Latest state of the fleet, packed. */
  readonly live: Documents;
  /** Packed position history. */
  readonly history: Documents;
  /** What the system keeps about its own work: sagas, notifications, who holds what. */
  readonly operations: Documents;
  /** What nobody may change: who did what. Use `trailOf`, not this. */
  readonly audit: Documents;
  /** The keys that personal data in events is sealed with. */
  readonly personal: PersonalKeys;
  readonly lookups: Lookups;
  readonly bus: Bus;
  readonly push: Push;
  /** What people upload. */
  readonly files: Blobs;
  /** Looks for malware in what people upload. */
  readonly scanner: Scanner;
  /** What is made for people to fetch, and is gone after some weeks. */
  readonly exports: Blobs;
  readonly secrets: Secrets;
  readonly outbound: Outbound;
  readonly settings: Pick<Config, 'telemetry' | 'limits' | 'identity'>;
  /** Every kind of background work, by its name. */
  readonly jobs: ReadonlyMap<string, JobDefinition>;
  /** Everything that can be imported from tables, by the name of the entity. */
  readonly importables: ReadonlyMap<string, Importable>;
  authenticate(request: HttpRequest): Promise<Caller>;
  /** The runtime of sagas. It can be reached from an invocation whose function asks for it. */
  sagas(invocation: InvocationContext): Promise<SagaEngine>;
  /** Told of every success before it is answered. Tests look here whether it is what was promised. */
  readonly onAnswer?: (
    endpoint: string,
    promised: readonly Answer[],
    answered: HttpResponseInit,
    request: HttpRequest,
  ) => void;
  /** Finishes what is under way and lets go of every connection. */
  close(): Promise<void>;
}

/** What it takes to know who is calling. */
export type IdentityPorts = Pick<Services, 'lookups' | 'operations' | 'clock' | 'log'>;

/** One `make` for each set of services: what an area keeps in memory between requests. */
export const perServices = <Made>(make: (services: Services) => Made): ((services: Services) => Made) => {
  const made = new WeakMap<Services, Made>();
  return (services) => {
    const known = made.get(services);
    if (known) return known;
    const fresh = make(services);
    made.set(services, fresh);
    return fresh;
  };
};
