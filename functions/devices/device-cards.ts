import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { DEVICES_VIEW, type DeviceEntry, deviceAddress, deviceKeyAddress } from './contract.ts';
import type { DeviceEvent } from './device.ts';

/** One device as its owner sees it. */
export interface DeviceCard {
  readonly id: string;
  readonly vehicleId: string;
  readonly name?: string;
  readonly registeredAt: string;
}

type StoredCard = DeviceCard & { readonly keyHash: string; readonly shard: number };

export const deviceCards: Projection<StoredCard, DeviceEvent> = {
  name: DEVICES_VIEW,
  streams: 'device-',
  apply(card, { event }) {
    switch (event.type) {
      case 'DeviceRegistered': {
        const { deviceId: id, ...rest } = event.data;
        return { id, ...rest };
      }
      case 'DeviceKeyRotated':
      case 'DeviceKeyRestored':
        return card && { ...card, keyHash: event.data.keyHash };
      case 'DeviceMoved':
      case 'DeviceMovedBack':
        return card && { ...card, vehicleId: event.data.vehicleId, shard: event.data.shard };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups({ id: deviceId, vehicleId, shard, keyHash }, tenantId) {
    const entry: DeviceEntry = { tenantId, deviceId, vehicleId, shard };
    return [
      { ...deviceKeyAddress(keyHash), value: entry },
      { ...deviceAddress(tenantId, deviceId), value: entry },
    ];
  },
};

/** What the API shows of a stored card. */
export const shown = ({
  id,
  vehicleId,
  name,
  registeredAt,
  version,
}: Versioned<StoredCard>): Versioned<DeviceCard> => ({
  id,
  vehicleId,
  ...(name !== undefined && { name }),
  registeredAt,
  version,
});

export type StoredDevice = Versioned<StoredCard>;
