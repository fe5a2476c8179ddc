import { LRUCache } from 'lru-cache';
import { type GroupTree, groupTreeOf } from '../../shared/identity/group-tree.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { viewFollower } from '../../shared/views/view-follower.ts';
import { PLACES_VIEW } from '../places/contract.ts';
import { GEOFENCES_VIEW } from './contract.ts';
import { entryOfGeofence, entryOfPlace, type PlaceCard } from './fence-entries.ts';
import type { FenceIndex } from './fence-index.ts';
import { type FenceEntry, fenceTable } from './fence-table.ts';
import type { StoredGeofence } from './geofence-cards.ts';

/** How long an instance may go by the geofences as they were. */
const BELIEVED_MS = 30_000;
/** An instance keeps no more than so many, of all companies: about 1.5 kB each. */
const MAX_FENCES = 200_000;
/** What a company costs that has none. */
const LEAST_WEIGHT = 100;

const NO_GROUPS: GroupTree = { parents: {} };

type Ports = Pick<Services, 'views' | 'generations' | 'lookups' | 'clock' | 'log'>;

const fencesOfCompany = (services: Ports, tenantId: string) => {
  const { clock, log, lookups } = services;
  const table = fenceTable();
  const followGeofences = viewFollower<StoredGeofence>(services, tenantId, GEOFENCES_VIEW);
  const followPlaces = viewFollower<PlaceCard>(services, tenantId, PLACES_VIEW);
  let isLoaded = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  /** One that cannot be understood must not keep the others from being watched. */
  const take = async (entries: readonly FenceEntry[]): Promise<void> => {
    try {
      await table.take(entries);
    } catch (error) {
      const [first] = entries;
      if (entries.length > 1) for (const entry of entries) await take([entry]);
      else if (first) {
        log.error('A geofence cannot be watched', { tenantId, id: first.id, error });
        await table.take([{ id: first.id, gone: true }]);
      }
    }
  };

  const look = async (): Promise<void> => {
    lookedAt = clock().getTime();
    try {
      await followGeofences(async (docs, anew) => {
        if (anew) table.forget('geofence');
        await take(docs.map(entryOfGeofence));
      });
      await followPlaces(async (docs, anew) => {
        if (anew) table.forget('place');
        await take(docs.map(entryOfPlace));
      });
      table.settle(table.isGrouped ? await groupTreeOf(lookups, tenantId) : NO_GROUPS);
      isLoaded = true;
    } catch (error) {
      if (!isLoaded) {
        lookedAt = Number.NEGATIVE_INFINITY;
        throw error;
      }
      log.warn('Geofences are as they were', { tenantId, error });
    } finally {
      looking = undefined;
    }
  };

  return async (): Promise<FenceIndex> => {
    if (looking || clock().getTime() - lookedAt >= BELIEVED_MS) {
      looking ??= look();
      await looking;
    }
    return table.index;
  };
};

interface Known {
  readonly index: () => Promise<FenceIndex>;
  /** How much of what an instance may keep this company has. */
  readonly weight: number;
}

const companiesOf = perServices((services) => {
  const companies = new LRUCache<string, Known>({ maxSize: MAX_FENCES, sizeCalculation: ({ weight }) => weight });
  return async (tenantId: string): Promise<FenceIndex> => {
    const known = companies.get(tenantId) ?? { index: fencesOfCompany(services, tenantId), weight: LEAST_WEIGHT };
    // Before it is loaded, so that all who wait for it wait for the same.
    if (!companies.has(tenantId)) companies.set(tenantId, known);
    const index = await known.index();
    const weight = Math.min(LEAST_WEIGHT + index.size, MAX_FENCES / 2);
    if (weight !== known.weight) companies.set(tenantId, { ...known, weight });
    return index;
  };
});

/**
 * The geofences and places of a company, ready to be looked into. They are loaded once in an instance; later, changes are asked for every half minute at
 * most, in a request for each of the two views. While the store does not answer, they are as they were.
 * @throws FleetError `upstream` when they cannot be loaded at first
 */
export const fencesOf = (services: Services, tenantId: string): Promise<FenceIndex> => companiesOf(services)(tenantId);
