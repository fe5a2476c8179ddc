import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';

interface Identity {
  deviceId: string;
  vehicleId: string;
  shard: number;
  name?: string;
}

// Commands. Keys never travel in commands or events, only their hashes.

type Register = Message<'Register', Identity & { keyHash: string; now: string }>;
type RotateKey = Message<'RotateKey', { keyHash: string; now: string }>;

export type DeviceCommand = Register | RotateKey;

// Events

type Registered = Message<'DeviceRegistered', Identity & { keyHash: string; registeredAt: string }>;
type KeyRotated = Message<'DeviceKeyRotated', { keyHash: string; rotatedAt: string }>;

export type DeviceEvent = Registered | KeyRotated;

// State: only what a rule below needs to look at.

export type Device = { status: 'absent' } | { status: 'active'; keyHash: string };

const evolve = (_: Device, { type, data }: DeviceEvent): Device => {
  switch (type) {
    case 'DeviceRegistered':
    case 'DeviceKeyRotated':
      return { status: 'active', keyHash: data.keyHash };
    default:
      return unreachable(type);
  }
};

const register = ({ now, ...identity }: Register['data'], state: Device): DeviceEvent[] => {
  if (state.status === 'active') {
    if (state.keyHash === identity.keyHash) return [];
    throw conflict('devices/exists', 'A device with this id is registered already; rotate its key to get a new one.');
  }
  return [{ type: 'DeviceRegistered', data: { ...identity, registeredAt: now } }];
};

const rotateKey = ({ keyHash, now }: RotateKey['data'], state: Device): DeviceEvent[] => {
  if (state.status === 'absent') throw notFound('devices/not-found', 'There is no such device.');
  return state.keyHash === keyHash ? [] : [{ type: 'DeviceKeyRotated', data: { keyHash, rotatedAt: now } }];
};

/** A tracker or phone that reports for one vehicle and proves itself with a key. */
export const device: Decider<Device, DeviceCommand, DeviceEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Register':
        return register(command.data, state);
      case 'RotateKey':
        return rotateKey(command.data, state);
      default:
        return unreachable(command);
    }
  },
};

export const deviceStream = (tenantId: string, deviceId: string) => ({ tenantId, streamId: `device-${deviceId}` });
