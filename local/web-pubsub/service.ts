import type { Clock } from '../shared/clock.ts';
import { Hub } from './hub.ts';
import { checkedHubName } from './limits.ts';

/** What every part of the stand-in shares. */
export interface Service {
  readonly key: string;
  readonly clock: Clock;
  readonly hubs: ReadonlyMap<string, Hub>;
  /** The hub of that name, which exists from its first use on. Throws a 400 when the name is not allowed. */
  hub(name: string): Hub;
  log(text: string): void;
}

export const createService = (key: string, clock: Clock, log: (text: string) => void): Service => {
  const hubs = new Map<string, Hub>();
  return {
    key,
    clock,
    hubs,
    log,
    hub(name) {
      const known = hubs.get(name);
      if (known) return known;
      const created = new Hub(checkedHubName(name));
      hubs.set(name, created);
      return created;
    },
  };
};
