import { type Caller, maySee } from '../../../shared/identity/caller.ts';
import { digestOf } from '../../../shared/kernel/digest.ts';
import type { Issue } from '../../../shared/kernel/errors.ts';
import { isSame, patched } from '../../../shared/kernel/patch.ts';
import type { Versioned } from '../../../shared/projections/projection.ts';
import type { Services } from '../../../shared/services.ts';
import { GEOFENCES_VIEW, type Shape } from '../contract.ts';
import type { Details, Drawn } from '../geofence.ts';
import type { StoredGeofence } from '../geofence-cards.ts';
import { type Corner, doubleArea } from '../ring.ts';
import { geofenceIssues } from '../valid-geofence.ts';
import { type Sketch, sketchesOf } from './from-feature.ts';
import type { Polygon } from './seam.ts';

type Asker = Pick<Caller, 'tenantId' | 'groups'>;

/** What is to be done for one geofence of a file. */
export interface Change {
  readonly drawn: Drawn;
  readonly patch: Partial<Details>;
  readonly does: 'create' | 'update' | 'nothing';
}

/** What a feature means. */
export type Planned = { readonly changes: readonly Change[] } | { readonly issues: readonly Issue[] };

const OWN_ID = /^gfn_[0-9a-z]{26}$/;

/** The same for the same name in a file, so that what is imported again is found again. */
const idOf = (tenantId: string, { key }: Sketch): string => `gfn_${digestOf(`${tenantId}|${key}`).slice(0, 26)}`;

type Card = Versioned<StoredGeofence>;

/** Those that are there already. */
const cardsOf = async ({ views }: Pick<Services, 'views'>, tenantId: string, ids: ReadonlySet<string>) => {
  const found = await views.getMany<Card>(
    tenantId,
    [...ids].map((id) => ({ path: [GEOFENCES_VIEW], id })),
  );
  return new Map(found.flatMap((stored) => (stored ? [[stored.doc.id, stored.doc]] : [])));
};

/** One form for all the ways to write a ring: against the clock, from its smallest corner on. */
const canonical = (ring: Polygon[number]): Corner[] => {
  const corners = doubleArea(ring) < 0 ? ring.toReversed() : [...ring];
  const smallest = corners.reduce((best, corner, index) => (String(corner) < String(corners[best]) ? index : best), 0);
  return [...corners.slice(smallest), ...corners.slice(0, smallest)];
};

const formOf = (shape: Shape): unknown =>
  shape.type === 'polygon'
    ? shape.rings.map((ring) => canonical(ring.map(({ lat, lon }): Corner => [lon, lat])))
    : shape;

const changeOf = (card: Card | undefined, id: string, sketch: Sketch, groupId: string | undefined): Change => {
  const { name, details, externalId } = sketch;
  const patch = { name, ...details };
  // As it is, when the file only writes it another way.
  const isDrawnSo = card !== undefined && isSame(formOf(card.shape), formOf(sketch.shape));
  const drawn = {
    ...{ geofenceId: id, name, tags: [], rules: {}, ...details },
    shape: isDrawnSo ? card.shape : sketch.shape,
    ...(externalId !== undefined && { externalId }),
    ...(groupId !== undefined && { groupId }),
  };
  if (!card) return { drawn, patch, does: 'create' };
  return { drawn, patch, does: isDrawnSo && isSame(patched(card, patch), card) ? 'nothing' : 'update' };
};

/**
 * What a file's features mean for what there is.
 * @param groupId where new ones are put; the caller may put something there
 */
export const planned = async (
  services: Pick<Services, 'views' | 'lookups'>,
  caller: Asker,
  features: readonly unknown[],
  groupId: string | undefined,
): Promise<Planned[]> => {
  const { tenantId } = caller;
  const read = features.map(sketchesOf);
  const all = read.flatMap((one) => ('sketches' in one ? one.sketches : []));
  const cards = await cardsOf(
    services,
    tenantId,
    new Set(all.flatMap((sketch) => [idOf(tenantId, sketch), ...(OWN_ID.test(sketch.key) ? [sketch.key] : [])])),
  );
  const seen = new Set<string>();

  const issuesOf = async (sketch: Sketch, id: string): Promise<Issue[]> => {
    const path = sketch.externalId === undefined ? ['properties', 'name'] : ['id'];
    if (seen.has(id)) return [{ path, message: 'An earlier feature is called the same.' }];
    seen.add(id);
    const card = cards.get(id);
    if (card && !maySee(caller, card.groupId)) return [{ path, message: 'A geofence of another group is called so.' }];
    if (sketch.shape.type !== 'around-vehicle') return [];
    const found = await geofenceIssues(services, caller, { shape: sketch.shape });
    return found.map(({ message }) => ({ path: ['properties', 'vehicleId'], message }));
  };

  const plans: Planned[] = [];
  for (const one of read) {
    if ('issues' in one) {
      plans.push(one);
      continue;
    }
    const named = one.sketches.map((sketch) => ({
      sketch,
      id: cards.has(sketch.key) ? sketch.key : idOf(tenantId, sketch),
    }));
    const issues: Issue[] = [];
    for (const { sketch, id } of named) issues.push(...(await issuesOf(sketch, id)));
    plans.push(
      issues.length > 0
        ? { issues }
        : { changes: named.map(({ sketch, id }) => changeOf(cards.get(id), id, sketch, groupId)) },
    );
  }
  return plans;
};
