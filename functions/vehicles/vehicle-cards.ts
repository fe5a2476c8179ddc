import type { Money } from '../../shared/kernel/money.ts';
import { type Patch, patched } from '../../shared/kernel/patch.ts';
import { type Join, type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { METERS_STREAMS, type MeterTold } from '../meters/contract.ts';
import {
  VEHICLES_VIEW,
  type VehicleCard,
  type VehicleEntry,
  type VehicleStatus,
  vehiclesPartition,
} from './contract.ts';
import type { Details } from './details/contract.ts';
import { detailsOf, type VehicleEvent } from './vehicle.ts';
import { vinCheckOf } from './vin.ts';

/** What only lists need: keys to sort by, which every card must have, and to compare without case and spaces. */
interface ListKeys {
  readonly sortName: string;
  readonly sortPlate: string;
  readonly sortYear: number;
  readonly sortOdometer: number;
  readonly makeKey: string;
  readonly plateKey: string;
}

type StoredCard = VehicleCard & ListKeys;

/** A plate without what people write differently. */
export const plateKeyOf = (plate: string): string => plate.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

const keyed = (card: VehicleCard): StoredCard => ({
  ...card,
  sortName: card.name.toLowerCase(),
  sortPlate: card.plate?.toLowerCase() ?? '',
  sortYear: card.modelYear ?? 0,
  sortOdometer: card.meters.odometer?.total ?? -1,
  makeKey: card.make?.toLowerCase() ?? '',
  plateKey: plateKeyOf(card.plate ?? ''),
});

/** With new details; the check of the VIN goes with the VIN. */
const described = ({ vinCheck: _, ...card }: VehicleCard, changes: Patch<Details>): StoredCard => {
  const next = patched<Omit<VehicleCard, 'vinCheck'>>(card, changes);
  return keyed(next.vin ? { ...next, vinCheck: vinCheckOf(next.vin) } : next);
};

type Left = Partial<{ retiredAt: string; soldOn: string; salePrice: Money }>;

/** In another status, without what was true of the one before. */
const inStatus = (
  { statusReason: _, retiredAt: __, soldOn: ___, salePrice: ____, ...card }: StoredCard,
  status: VehicleStatus,
  reason: string | undefined,
  left: Left = {},
): StoredCard => ({ ...card, status, ...(reason && { statusReason: reason }), ...left });

const moved = ({ groupId: _, ...card }: StoredCard, groupId: string | null): StoredCard =>
  groupId === null ? card : { ...card, groupId };

const meters: Join<StoredCard, MeterTold> = {
  streams: METERS_STREAMS,
  apply(card, { event: { data }, version }) {
    const { [data.meter]: _, ...others } = card.meters;
    return keyed({ ...card, meters: { ...others, ...(data.standing && { [data.meter]: data.standing }), version } });
  },
};

const entryOf = ({ status, groupId, tankMillilitres, batteryWattHours }: StoredCard): VehicleEntry => ({
  status,
  ...(groupId && { groupId }),
  ...(tankMillilitres !== undefined && { tankMillilitres }),
  ...(batteryWattHours !== undefined && { batteryWattHours }),
});

export const vehicleCards: Projection<StoredCard, VehicleEvent> = {
  name: VEHICLES_VIEW,
  streams: 'vehicle-',
  apply(card, { event }) {
    switch (event.type) {
      case 'VehicleRegistered': {
        const { registeredAt, ...registration } = event.data;
        const { vehicleId: id, groupId } = registration;
        const details = detailsOf(registration);
        return described(
          { id, ...details, ...(groupId && { groupId }), status: 'active', meters: { version: 0 }, registeredAt },
          {},
        );
      }
      case 'VehicleRenamed':
        return card && described(card, { name: event.data.name });
      case 'VehicleDetailsChanged':
        return card && described(card, event.data.changes);
      case 'VehicleMoved':
        return card && moved(card, event.data.groupId);
      case 'VehicleStatusChanged':
        return card && inStatus(card, event.data.status, event.data.reason);
      case 'VehicleRetired':
        return card && inStatus(card, 'retired', event.data.reason, { retiredAt: event.data.retiredAt });
      case 'VehicleSold': {
        const { soldOn, price } = event.data;
        const { retiredAt } = card ?? {};
        return (
          card &&
          inStatus(card, 'sold', undefined, {
            soldOn,
            ...(price && { salePrice: price }),
            ...(retiredAt && { retiredAt }),
          })
        );
      }
      case 'VehicleReinstated':
        return card && inStatus(card, 'active', event.data.reason);
      default:
        return unknownEvent(event, card);
    }
  },
  joins: [meters],
  lookups: (card, tenantId) => [{ pk: vehiclesPartition(tenantId), id: card.id, value: entryOf(card) }],
};

/** What the API shows of a stored card. */
export const shown = ({
  sortName: _,
  sortPlate: __,
  sortYear: ___,
  sortOdometer: ____,
  makeKey: _____,
  plateKey: ______,
  joined: _______,
  ...card
}: Versioned<StoredCard>): VehicleCard & { version: number } => card;
