import type { App } from './app.ts';
import type { Binding, HostedFunction, Settings } from './functions.ts';
import type { HostJson } from './host-json.ts';
import type { HostRoute } from './http/handler.ts';
import type { createActive, TriggerEvent, TypedData } from './invocation.ts';
import type { Log } from './log.ts';

/** What the host offers to its triggers, bindings and webhooks: one object per host. */
export interface HostServices {
  readonly settings: Settings;
  readonly hostJson: HostJson;
  /** A directory of this host's own, for what has to survive a restart. */
  readonly stateDir: string;
  readonly log: Log;
  readonly app: App;
  readonly active: ReturnType<typeof createActive>;
  /** Runs a function for an event and gives what it returned. A failure is logged before it is thrown. */
  dispatch(fn: HostedFunction, event: TriggerEvent): Promise<unknown>;
  /** Called at the very end, when nothing runs any more. */
  readonly closers: (() => unknown)[];
}

/** Rejects only for what the developer has to correct; for a service that is not there yet it tries again in the background. */
export type StartTrigger = (fn: HostedFunction, services: HostServices) => Promise<Trigger>;

/** `stop`: takes in nothing new; resolves when what it has taken in is done and settled. */
export type Trigger = Readonly<{ stop: () => Promise<void> }>;

/** Reads an input binding. `where` names function and binding for error texts. */
export type ReadInput = (options: Binding, services: HostServices, where: string) => Promise<TypedData>;

/** Writes the value a function gave to an output binding; rejects when it could not, which fails the invocation. */
export type WriteOutput = (options: Binding, value: unknown, services: HostServices, where: string) => Promise<void>;

/** Serves a path, and all paths below it, on behalf of functions. Throws for what the developer has to correct. */
export type OpenWebhook = (functions: readonly HostedFunction[], services: HostServices) => HostRoute;

/** What a module does for the binding types it is entered for below. */
export type Extension = Readonly<{ start?: StartTrigger; open?: OpenWebhook; read?: ReadInput; write?: WriteOutput }>;

/** A service's SDK is loaded when a function asks for it. With a `path`, its triggers are served there, on the host's own port. */
type Entry = { readonly load: () => Promise<Extension>; readonly path?: string };

const http: Entry = { load: async () => ({}) };
const webPubSub: Entry = { load: () => import('./web-pubsub.ts'), path: '/runtime/webhooks/webpubsub' };
const durable: Entry = { load: () => import('../durable/extension.ts'), path: '/runtime/webhooks/durabletask' };

/** Every binding type a function may have, in lower case. */
export const BINDINGS: Readonly<Record<string, Entry>> = {
  httptrigger: http,
  http,
  timertrigger: { load: () => import('./triggers/timer.ts') },
  servicebustrigger: { load: () => import('./triggers/service-bus.ts') },
  cosmosdbtrigger: { load: () => import('./triggers/cosmos.ts') },
  webpubsubtrigger: webPubSub,
  webpubsubconnection: webPubSub,
  webpubsub: webPubSub,
  orchestrationtrigger: durable,
  activitytrigger: durable,
  entitytrigger: durable,
  durableclient: durable,
};

export const extensionFor = async (type: string): Promise<Extension> => (await BINDINGS[type]?.load()) ?? {};
