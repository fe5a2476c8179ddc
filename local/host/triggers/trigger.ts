import type { Clients } from '../clients.ts';
import type { Dispatch } from '../dispatch.ts';
import type { HostedFunction } from '../functions.ts';
import type { HostJson } from '../host-json.ts';
import type { Log } from '../log.ts';
import type { Settings } from '../settings.ts';

export interface TriggerServices {
  readonly settings: Settings;
  readonly hostJson: HostJson;
  /** A directory of this host's own, for what has to survive a restart. */
  readonly stateDir: string;
  readonly log: Log;
  readonly clients: Clients;
  readonly dispatch: Dispatch;
}

export interface Trigger {
  /** Takes in nothing new; resolves when what it has taken in is done and settled. */
  stop(): Promise<void>;
}

/**
 * Starts listening for a function. Rejects only for what the developer has to correct (a wrong setting); a service
 * that is not there yet is logged and tried again in the background.
 */
export type StartTrigger = (fn: HostedFunction, services: TriggerServices) => Promise<Trigger>;
