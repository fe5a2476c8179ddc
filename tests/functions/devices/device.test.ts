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
