import type { Recorded } from '../../shared/eventstore/event-store.ts';
import { notFound, stale } from '../../shared/kernel/errors.ts';
import { type Projection, rebuild, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import type { Services } from '../../shared/services.ts';
import { VEHICLES_VIEW, type VehicleCard, type VehicleEntry, vehiclesPartition } from './contract.ts';
import { type VehicleEvent, vehicleStream } from './vehicle.ts';

/** The card with what only the list needs: a name that sorts without case. */
type StoredCard = VehicleCard & { readonly sortName: string };

const named = (card: VehicleCard): StoredCard => ({ ...card, sortName: card.name.toLowerCase() });

export const vehicleCards: Projection<StoredCard, VehicleEvent> = {
  name: VEHICLES_VIEW,
  streams: 'vehicle-',
  apply(card, { event }) {
    switch (event.type) {
      case 'VehicleRegistered': {
        const { vehicleId: id, ...identity } = event.data;
        return named({ id, ...identity, status: 'active' });
      }
      case 'VehicleRenamed':
        return card && named({ ...card, name: event.data.name });
      case 'VehicleRetired':
        return card && { ...card, status: 'retired', retiredAt: event.data.retiredAt };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups: ({ id, status }, tenantId) => [
    { pk: vehiclesPartition(tenantId), id, value: { status } satisfies VehicleEntry },
  ],
};

/** What the API shows of a stored card. */
export const shown = ({ sortName: _, ...card }: Versioned<StoredCard>): Versioned<VehicleCard> => card;

/** The card that a stream's events make. @throws FleetError `not-found` when they make none. */
export const cardOf = (events: readonly Recorded<VehicleEvent>[]): Versioned<VehicleCard> => {
  const card = rebuild(vehicleCards, events);
  if (!card) throw notFound('vehicles/not-found', 'There is no such vehicle.');
  return shown(card);
};

/**
 * The vehicle now, at version `atLeast` or newer: from the view, or from its stream while the view lags behind.
 * @throws FleetError `not-found`; `stale` when not even the stream has come to that version.
 */
export const vehicleNow = async (
  { views, streams }: Pick<Services, 'views' | 'streams'>,
  tenantId: string,
  vehicleId: string,
  atLeast = 1,
): Promise<Versioned<VehicleCard>> => {
  const stored = await views.in(tenantId, VEHICLES_VIEW).get<Versioned<StoredCard>>(vehicleId);
  if (stored && stored.doc.version >= atLeast) return shown(stored.doc);
  const { events } = await streams.read<VehicleEvent>(vehicleStream(tenantId, vehicleId));
  const card = cardOf(events);
  if (card.version < atLeast)
    throw stale('vehicles/not-yet', 'This vehicle has not come to that version.', { atLeast, current: card.version });
  return card;
};
