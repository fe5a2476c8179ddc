import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';

/** The vehicle a device reports for, and where its telemetry is kept. */
interface Place {
  readonly vehicleId: string;
  readonly shard: number;
}

interface Identity extends Place {
  readonly deviceId: string;
  readonly name?: string;
}

// Commands. Keys never travel in commands or events, only their hashes. An `operation` does its work once, and not any more once taken back.

type Register = Message<'Register', Identity & { keyHash: string; now: string }>;
type RotateKey = Message<'RotateKey', { keyHash: string; operation?: string; now: string }>;
type RestoreKey = Message<'RestoreKey', { operation: string; now: string }>;
type Move = Message<'Move', Place & { fromVehicleId: string; operation: string; now: string }>;
type MoveBack = Message<'MoveBack', { operation: string; now: string }>;

export type DeviceCommand = Register | RotateKey | RestoreKey | Move | MoveBack;

// Events

type Registered = Message<'DeviceRegistered', Identity & { keyHash: string; registeredAt: string }>;
type KeyRotated = Message<'DeviceKeyRotated', { keyHash: string; operation?: string; rotatedAt: string }>;
/** The key that holds from now on: the one before the operation, unless somebody has rotated it since. */
type KeyRestored = Message<'DeviceKeyRestored', { keyHash: string; operation: string; restoredAt: string }>;
type Moved = Message<'DeviceMoved', Place & { operation: string; movedAt: string }>;
/** Where it reports from now on: where it did before the operation, unless somebody has moved it since. */
type MovedBack = Message<'DeviceMovedBack', Place & { operation: string; movedBackAt: string }>;

export type DeviceEvent = Registered | KeyRotated | KeyRestored | Moved | MovedBack;

// State: only what a rule below needs to look at.

/** What an operation changed, or that it was taken back. */
type Change<Value> = { readonly from: Value; readonly to: Value } | 'taken-back';
type Changes<Value> = Readonly<Record<string, Change<Value>>>;

/** A place, and the operation that has moved the device there: another may move it away and there again. */
type Placed = Place & { readonly by?: string };

export type Device =
  | { status: 'absent' }
  | { status: 'active'; keyHash: string; keys: Changes<string>; place: Placed; moves: Changes<Placed> };

type Active = Extract<Device, { status: 'active' }>;

const placeOf = ({ vehicleId, shard }: Place): Place => ({ vehicleId, shard });

/** Where the device reports without the operation: where it came from, unless somebody has moved it since. */
const placeWithout = ({ place, moves }: Active, operation: string): Placed => {
  const change = moves[operation];
  return typeof change === 'object' && place.by === operation ? change.from : place;
};

const evolve = (state: Device, { type, data }: DeviceEvent): Device => {
  if (type === 'DeviceRegistered')
    return { status: 'active', keyHash: data.keyHash, keys: {}, place: placeOf(data), moves: {} };
  if (state.status === 'absent') return state;
  const { keyHash, place } = state;
  switch (type) {
    case 'DeviceKeyRotated': {
      const change = data.operation !== undefined && { [data.operation]: { from: keyHash, to: data.keyHash } };
      return { ...state, keyHash: data.keyHash, keys: { ...state.keys, ...change } };
    }
    case 'DeviceKeyRestored':
      return { ...state, keyHash: data.keyHash, keys: { ...state.keys, [data.operation]: 'taken-back' } };
    case 'DeviceMoved': {
      const to = { ...placeOf(data), by: data.operation };
      return { ...state, place: to, moves: { ...state.moves, [data.operation]: { from: place, to } } };
    }
    case 'DeviceMovedBack': {
      const back = placeWithout(state, data.operation);
      return { ...state, place: back, moves: { ...state.moves, [data.operation]: 'taken-back' } };
    }
    default:
      return unreachable(type);
  }
};

const calledOff = () => conflict('devices/called-off', 'This has been called off.');

const register = ({ now, ...identity }: Register['data'], state: Device): DeviceEvent[] => {
  if (state.status === 'active') {
    if (state.keyHash === identity.keyHash) return [];
    throw conflict('devices/exists', 'A device with this id is registered already; rotate its key to get a new one.');
  }
  return [{ type: 'DeviceRegistered', data: { ...identity, registeredAt: now } }];
};

const rotateKey = ({ now, ...key }: RotateKey['data'], { keyHash, keys }: Active): DeviceEvent[] => {
  const before = key.operation !== undefined && keys[key.operation];
  if (before === 'taken-back') throw calledOff();
  return before || keyHash === key.keyHash ? [] : [{ type: 'DeviceKeyRotated', data: { ...key, rotatedAt: now } }];
};

const restoreKey = ({ operation, now }: RestoreKey['data'], { keyHash, keys }: Active): DeviceEvent[] => {
  const change = keys[operation];
  if (change === 'taken-back') return [];
  const restored = change?.to === keyHash ? change.from : keyHash;
  return [{ type: 'DeviceKeyRestored', data: { keyHash: restored, operation, restoredAt: now } }];
};

const move = ({ now, fromVehicleId, operation, ...to }: Move['data'], { place, moves }: Active): DeviceEvent[] => {
  const before = moves[operation];
  if (before === 'taken-back') throw calledOff();
  if (before || place.vehicleId === to.vehicleId) return [];
  if (place.vehicleId !== fromVehicleId)
    throw conflict('devices/elsewhere', 'This device reports for another vehicle by now.');
  return [{ type: 'DeviceMoved', data: { ...to, operation, movedAt: now } }];
};

const moveBack = ({ operation, now }: MoveBack['data'], state: Active): DeviceEvent[] => {
  if (state.moves[operation] === 'taken-back') return [];
  const back = placeOf(placeWithout(state, operation));
  return [{ type: 'DeviceMovedBack', data: { ...back, operation, movedBackAt: now } }];
};

/** A tracker or phone that reports for one vehicle and proves itself with a key. */
export const device: Decider<Device, DeviceCommand, DeviceEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    if (command.type === 'Register') return register(command.data, state);
    if (state.status === 'absent') throw notFound('devices/not-found', 'There is no such device.');
    switch (command.type) {
      case 'RotateKey':
        return rotateKey(command.data, state);
      case 'RestoreKey':
        return restoreKey(command.data, state);
      case 'Move':
        return move(command.data, state);
      case 'MoveBack':
        return moveBack(command.data, state);
      default:
        return unreachable(command);
    }
  },
};

export const deviceStream = (tenantId: string, deviceId: string) => ({ tenantId, streamId: `device-${deviceId}` });
