import { LRUCache } from 'lru-cache';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';

/** When an API client was last seen. */
export interface ClientUse {
  readonly lastUsedAt: string;
}

type Ports = Pick<Services, 'operations' | 'clock' | 'log'>;

const HOUR_MS = 3_600_000;
const MAX_REMEMBERED = 10_000;

export const usesOf = ({ operations }: Pick<Services, 'operations'>, tenantId: string) =>
  operations.in(tenantId, 'api-client-uses');

/** Another instance may have noted it within the hour, too. */
const note = async (ports: Ports, tenantId: string, clientId: string, now: number): Promise<void> => {
  const uses = usesOf(ports, tenantId);
  const stored = await uses.get<ClientUse>(clientId);
  if (stored && now - Date.parse(stored.doc.lastUsedAt) < HOUR_MS) return;
  const use: ClientUse = { lastUsedAt: new Date(now).toISOString() };
  await uses.put(clientId, use, stored ? { ifMatch: stored.etag } : { create: true }).catch((error: unknown) => {
    if (!isKind(error, 'stale')) throw error;
  });
};

/** Notes that a client was used, once an hour; the request does not wait for it, nor fail by it. */
export const clientUses = (ports: Ports) => {
  const noted = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  return (tenantId: string, clientId: string): void => {
    const now = ports.clock().getTime();
    const key = `${tenantId}/${clientId}`;
    if (now - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < HOUR_MS) return;
    noted.set(key, now);
    note(ports, tenantId, clientId, now).catch((error: unknown) =>
      ports.log.warn('When an API client was last used could not be noted', { tenantId, clientId, error }),
    );
  };
};
