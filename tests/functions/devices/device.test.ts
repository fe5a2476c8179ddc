import { type DeviceCommand, type DeviceEvent, device } from '../../../functions/devices/device.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';

const { given } = specOf(device);

const now = '2026-03-02T08:00:00.000Z';
const identity = { deviceId: 'dev_1', vehicleId: 'veh_7', shard: 0 };
const registered: DeviceEvent = {
  type: 'DeviceRegistered',
  data: { ...identity, keyHash: 'first', registeredAt: now },
};
const rotated: DeviceEvent = { type: 'DeviceKeyRotated', data: { keyHash: 'second', rotatedAt: now } };

describe('registering a device', () => {
  const register: DeviceCommand = { type: 'Register', data: { ...identity, keyHash: 'first', now } };

  it('lets it report for its vehicle', () => given().when(register).thenRecords(registered));
  it('stays quiet when the same registration is repeated', () => given(registered).when(register).thenNothing());
  it('refuses a device that has a key of its own', () =>
    given(registered)
      .when({ type: 'Register', data: { ...identity, keyHash: 'other', now } })
      .thenRefuses('devices/exists'));
  it('refuses the first key once it was rotated away', () =>
    given(registered, rotated).when(register).thenRefuses('devices/exists'));
});

describe("rotating a device's key", () => {
  const rotate: DeviceCommand = { type: 'RotateKey', data: { keyHash: 'second', now } };

  it('replaces the key', () => given(registered).when(rotate).thenRecords(rotated));
  it('stays quiet when the key is in use already', () => given(registered, rotated).when(rotate).thenNothing());
  it('replaces it again', () =>
    given(registered, rotated)
      .when({ type: 'RotateKey', data: { keyHash: 'third', now } })
      .thenRecords({ type: 'DeviceKeyRotated', data: { keyHash: 'third', rotatedAt: now } }));
  it('refuses a device nobody has registered', () => given().when(rotate).thenRefuses('devices/not-found'));
});

const there = { vehicleId: 'veh_8', shard: 1 };
const moved: DeviceEvent = { type: 'DeviceMoved', data: { ...there, operation: 'sag_1', movedAt: now } };
const movedBack: DeviceEvent = {
  type: 'DeviceMovedBack',
  data: { vehicleId: 'veh_7', shard: 0, operation: 'sag_1', movedBackAt: now },
};

describe('moving a device to another vehicle', () => {
  const move = {
    type: 'Move',
    data: { ...there, fromVehicleId: 'veh_7', operation: 'sag_1', now },
  } as const;

  it('lets it report for that one, in its shard', () => given(registered).when(move).thenRecords(moved));
  it('stays quiet when it reports for that one already', () => {
    given(registered, moved).when(move).thenNothing();
    given(registered)
      .when({ type: 'Move', data: { ...move.data, vehicleId: 'veh_7' } })
      .thenNothing();
  });
  it('refuses when it reports for a third one by now', () =>
    given(registered)
      .when({ type: 'Move', data: { ...move.data, fromVehicleId: 'veh_9' } })
      .thenRefuses('devices/elsewhere'));
  it('refuses what was taken back before it came', () =>
    given(registered, movedBack).when(move).thenRefuses('devices/called-off'));
  it('refuses a device nobody has registered', () => given().when(move).thenRefuses('devices/not-found'));
});

describe('moving a device back', () => {
  const back = { type: 'MoveBack', data: { operation: 'sag_1', now } } as const;

  it('lets it report for the vehicle it came from', () => given(registered, moved).when(back).thenRecords(movedBack));
  it('stays quiet when it is back', () => given(registered, moved, movedBack).when(back).thenNothing());
  it('keeps the move from coming later', () => given(registered).when(back).thenRecords(movedBack));
  it('leaves it where somebody else has moved it since', () => {
    const since = { vehicleId: 'veh_9', shard: 2 };
    given(registered, moved, { type: 'DeviceMoved', data: { ...since, operation: 'sag_2', movedAt: now } })
      .when(back)
      .thenRecords({ type: 'DeviceMovedBack', data: { ...since, operation: 'sag_1', movedBackAt: now } });
  });
  it('leaves it there, too, when somebody else has moved it away and there again', () => {
    const away: DeviceEvent = {
      type: 'DeviceMoved',
      data: { vehicleId: 'veh_9', shard: 2, operation: 'sag_2', movedAt: now },
    };
    const again: DeviceEvent = { type: 'DeviceMoved', data: { ...there, operation: 'sag_3', movedAt: now } };
    given(registered, moved, away, again)
      .when(back)
      .thenRecords({ type: 'DeviceMovedBack', data: { ...there, operation: 'sag_1', movedBackAt: now } });
  });
  it('goes back move by move', () => {
    const on: DeviceEvent = {
      type: 'DeviceMoved',
      data: { vehicleId: 'veh_9', shard: 2, operation: 'sag_2', movedAt: now },
    };
    const onBack: DeviceEvent = { type: 'DeviceMovedBack', data: { ...there, operation: 'sag_2', movedBackAt: now } };
    given(registered, moved, on, onBack).when(back).thenRecords(movedBack);
  });
});

describe('restoring a key', () => {
  const replaced: DeviceEvent = {
    type: 'DeviceKeyRotated',
    data: { keyHash: 'second', operation: 'sag_1', rotatedAt: now },
  };
  const restoredTo = (keyHash: string): DeviceEvent => ({
    type: 'DeviceKeyRestored',
    data: { keyHash, operation: 'sag_1', restoredAt: now },
  });
  const restore = { type: 'RestoreKey', data: { operation: 'sag_1', now } } as const;
  const replace = { type: 'RotateKey', data: { keyHash: 'second', operation: 'sag_1', now } } as const;

  it('brings back the key from before the operation', () =>
    given(registered, replaced).when(restore).thenRecords(restoredTo('first')));
  it('stays quiet when it is back', () => given(registered, replaced, restoredTo('first')).when(restore).thenNothing());
  it('leaves a key alone that somebody has rotated since', () =>
    given(registered, replaced, { type: 'DeviceKeyRotated', data: { keyHash: 'third', rotatedAt: now } })
      .when(restore)
      .thenRecords(restoredTo('third')));
  it('keeps the operation from replacing the key later', () => {
    given(registered).when(restore).thenRecords(restoredTo('first'));
    given(registered, restoredTo('first')).when(replace).thenRefuses('devices/called-off');
  });
  it('replaces it once however often the operation asks', () =>
    given(registered, replaced, { type: 'DeviceKeyRotated', data: { keyHash: 'third', rotatedAt: now } })
      .when(replace)
      .thenNothing());
});
