import { deviceAddress, deviceKeyAddress } from '../../../functions/devices/contract.ts';
import { type DeviceEvent, deviceStream } from '../../../functions/devices/device.ts';
import { deviceCards, shown } from '../../../functions/devices/device-cards.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const { given } = viewOf(deviceCards, deviceStream('ten_acme', 'dev_1'));

const at = '2026-03-02T08:00:00.000Z';
const registered: DeviceEvent = {
  type: 'DeviceRegistered',
  data: { deviceId: 'dev_1', vehicleId: 'veh_7', shard: 3, name: 'Tracker', keyHash: 'first', registeredAt: at },
};
const rotated: DeviceEvent = { type: 'DeviceKeyRotated', data: { keyHash: 'second', rotatedAt: at } };

describe('the card of a device', () => {
  it('shows the vehicle it reports for', () =>
    given(registered).shows({ id: 'dev_1', vehicleId: 'veh_7', name: 'Tracker', registeredAt: at, version: 1 }));
  it('knows the newest key only', () => given(registered, rotated).shows({ keyHash: 'second', version: 2 }));
  it('shows where it reports after a move, and after the move was taken back', () => {
    const place = { vehicleId: 'veh_8', shard: 4, operation: 'sag_1' };
    given(registered, { type: 'DeviceMoved', data: { ...place, movedAt: at } }).shows({ vehicleId: 'veh_8', shard: 4 });
    const back = { ...place, vehicleId: 'veh_7', shard: 3 };
    given(registered, { type: 'DeviceMovedBack', data: { ...back, movedBackAt: at } }).shows({ shard: 3 });
  });
  it('knows the key that was restored', () =>
    given(registered, rotated, {
      type: 'DeviceKeyRestored',
      data: { keyHash: 'first', operation: 'sag_1', restoredAt: at },
    }).shows({ keyHash: 'first' }));
  it('shows nothing of a device whose registration is missing', () => given(rotated).showsNothing());
  it('lets an event of a newer release through', () => given(registered, unheardOf).isLeftAsItWas());

  const card = { id: 'dev_1', vehicleId: 'veh_7', shard: 3, keyHash: 'first', registeredAt: at, version: 1 };

  it('is found by its key and by its id', () =>
    expect(deviceCards.lookups?.(card, 'ten_acme')).toEqual([
      {
        ...deviceKeyAddress('first'),
        value: { tenantId: 'ten_acme', deviceId: 'dev_1', vehicleId: 'veh_7', shard: 3 },
      },
      {
        ...deviceAddress('ten_acme', 'dev_1'),
        value: { tenantId: 'ten_acme', deviceId: 'dev_1', vehicleId: 'veh_7', shard: 3 },
      },
    ]));
  it('never shows its key, not even as a hash', () =>
    expect(shown(card)).toEqual({ id: 'dev_1', vehicleId: 'veh_7', registeredAt: at, version: 1 }));
});
