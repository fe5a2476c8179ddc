import type { Registry } from './app.ts';
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
  readonly registry: Registry;
  readonly active: ReturnType<typeof createActive>;
  /** Runs a function for an event and gives what it returned. A failure is logged before it is thrown. */
  dispatch(fn: HostedFunction, event: TriggerEvent): Promise<unknown>;
  /** Called at the very end, when nothing runs any more. */
  readonly closers: (() => unknown)[];
}

/**
 * Starts listening for a function. Rejects only for what the developer has to correct (a wrong setting); a service
 * that is not there yet is logged and tried again in the background.
 */
export type StartTrigger = (fn: HostedFunction, services: HostServices) => Promise<Trigger>;

export interface Trigger {
  /** Takes in nothing new; resolves when what it has taken in is done and settled. */
  stop(): Promise<void>;
}

/** Reads an input binding. `where` names function and binding for error texts. */
export type ReadInput = (options: Binding, services: HostServices, where: string) => Promise<TypedData>;

/** Writes the value a function gave to an output binding; rejects when it could not, which fails the invocation. */
export type WriteOutput = (options: Binding, value: unknown, services: HostServices, where: string) => Promise<void>;

/** Serves a path, and all paths below it, on behalf of functions. Throws for what the developer has to correct. */
export type OpenWebhook = (functions: readonly HostedFunction[], services: HostServices) => HostRoute;

/** What a module does for the binding types it is entered for in `bindings.ts`. */
export interface Extension {
  readonly start?: StartTrigger;
  readonly open?: OpenWebhook;
  readonly read?: ReadInput;
  readonly write?: WriteOutput;
}
