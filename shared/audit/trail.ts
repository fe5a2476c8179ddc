import { LRUCache } from 'lru-cache';
import type { Caller } from '../identity/caller.ts';
import { newId } from '../kernel/ids.ts';
import { perServices, type Services } from '../services.ts';
import { auditChain, type Chain } from './chain.ts';
import type { Draft, Members, Subject } from './entry.ts';

export interface Trail extends Chain {
  /**
   * Notes that something was refused; it is written soon, and nobody waits for it. The same refusal of the same actor is written once a minute and counted
   * for the rest of it: a flood costs what a drop costs.
   */
  refused(tenantId: string, refusal: Omit<Draft, 'id' | 'outcome' | 'count'>): void;
  /** Writes everything that was noted, and what is still being counted; resolves when it is written, or given up. */
  flush(): Promise<void>;
}

interface Window {
  readonly since: number;
  /** How often it was refused since it was written. */
  count: number;
  last: { readonly tenantId: string; readonly draft: Draft };
}

const WINDOW_MS = 60_000;
const MAX_WINDOWS = 10_000;
/** What is waiting to be written; beyond that it is only logged. */
const MAX_WAITING = 1_000;
const MAX_ATTEMPTS = 4;
const PAUSE_MS = 500;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const trail = ({ audit, clock, log }: Services): Trail => {
  const chain = auditChain(audit);
  const waiting: { readonly tenantId: string; readonly draft: Draft }[] = [];
  let writing: Promise<void> | undefined;

  const write = async (tenantId: string, drafts: readonly Draft[]): Promise<void> => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        await chain.append(tenantId, drafts);
        return;
      } catch (error) {
        if (attempt === MAX_ATTEMPTS)
          log.error('Refusals are missing in the audit trail', { tenantId, count: drafts.length, error });
        else await pause(PAUSE_MS * attempt);
      }
    }
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0)
      for (const [tenantId, some] of Map.groupBy(waiting.splice(0), (one) => one.tenantId))
        await write(
          tenantId,
          some.map(({ draft }) => draft),
        );
  };
  const enqueue = (tenantId: string, draft: Draft): void => {
    if (waiting.length >= MAX_WAITING) {
      log.error('Refusals are missing in the audit trail', { tenantId, count: draft.count ?? 1 });
      return;
    }
    waiting.push({ tenantId, draft });
    writing ??= drain().finally(() => {
      writing = undefined;
    });
  };

  /** Its time is over, or others need the room: what was counted is written. */
  const closed = ({ count, last: { tenantId, draft } }: Window): void => {
    if (count > 0) enqueue(tenantId, { ...draft, ...(count > 1 && { count }) });
  };
  const windows = new LRUCache<string, Window>({ max: MAX_WINDOWS, dispose: (window) => closed(window) });
  let isSweeping = false;
  const sweepLater = (): void => {
    if (isSweeping) return;
    isSweeping = true;
    setTimeout(sweep, WINDOW_MS).unref();
  };
  const sweep = (): void => {
    isSweeping = false;
    const now = clock().getTime();
    for (const [key, { since }] of windows.entries()) if (now - since >= WINDOW_MS) windows.delete(key);
    if (windows.size > 0) sweepLater();
  };

  return {
    append: chain.append,
    refused(tenantId, refusal) {
      const now = clock().getTime();
      const draft: Draft = { ...refusal, id: newId('ref'), outcome: 'refused' };
      const key = JSON.stringify([tenantId, draft.actor, draft.action, draft.refusal?.code]);
      const window = windows.get(key);
      if (window && now - window.since < WINDOW_MS) {
        window.count += 1;
        window.last = { tenantId, draft };
        return;
      }
      windows.set(key, { since: now, count: 0, last: { tenantId, draft } });
      enqueue(tenantId, draft);
      sweepLater();
    },
    async flush() {
      windows.clear();
      while (writing) await writing;
    },
  };
};

/** Who did what, when and from where, of every company. */
export const trailOf = perServices(trail);

/** Who reads something, when, and from where. */
interface Reading {
  readonly caller: Caller;
  readonly now: string;
  readonly from?: string | undefined;
  readonly correlationId: string;
}

/**
 * Writes down that something sensitive is about to be given out. Await it before you do: what cannot be written down is not given.
 * @param what the action, `documents.download`, and what it is about
 * @throws FleetError `upstream` when the trail cannot be written
 */
export const audited = (
  services: Services,
  { caller, now, from, correlationId }: Reading,
  what: { readonly action: string; readonly subject?: Subject; readonly data?: Members },
): Promise<void> =>
  trailOf(services).append(caller.tenantId, [
    { ...what, id: newId('aud'), at: now, actor: caller.actor, ...(from && { from }), correlationId, outcome: 'read' },
  ]);
