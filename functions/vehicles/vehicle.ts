import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import type { VehicleCard } from './contract.ts';

interface Identity {
  vehicleId: string;
  name: string;
  plate?: string;
  vin?: string;
  kind: VehicleCard['kind'];
}

// Commands

type Register = Message<'Register', Identity & { now: string }>;
type Rename = Message<'Rename', { name: string; now: string }>;
type Retire = Message<'Retire', { reason: string; now: string }>;

export type VehicleCommand = Register | Rename | Retire;

// Events

type Registered = Message<'VehicleRegistered', Identity & { registeredAt: string }>;
type Renamed = Message<'VehicleRenamed', { name: string; renamedAt: string }>;
type Retired = Message<'VehicleRetired', { reason: string; retiredAt: string }>;

export type VehicleEvent = Registered | Renamed | Retired;

// State: only what a rule below needs to look at.

export type Vehicle = { status: 'absent' } | { status: 'active'; name: string } | { status: 'retired' };

const evolve = (_: Vehicle, { type, data }: VehicleEvent): Vehicle => {
  switch (type) {
    case 'VehicleRegistered':
    case 'VehicleRenamed':
      return { status: 'active', name: data.name };
    case 'VehicleRetired':
      return { status: 'retired' };
    default:
      return unreachable(type);
  }
};

const absent = () => notFound('vehicles/not-found', 'There is no such vehicle.');

const register = ({ now, ...identity }: Register['data'], state: Vehicle): VehicleEvent[] =>
  state.status === 'absent' ? [{ type: 'VehicleRegistered', data: { ...identity, registeredAt: now } }] : [];

const rename = ({ name, now }: Rename['data'], state: Vehicle): VehicleEvent[] => {
  if (state.status === 'absent') throw absent();
  if (state.status === 'retired') throw conflict('vehicles/retired', 'A retired vehicle keeps its name.');
  return state.name === name ? [] : [{ type: 'VehicleRenamed', data: { name, renamedAt: now } }];
};

const retire = ({ reason, now }: Retire['data'], state: Vehicle): VehicleEvent[] => {
  if (state.status === 'absent') throw absent();
  return state.status === 'retired' ? [] : [{ type: 'VehicleRetired', data: { reason, retiredAt: now } }];
};

/** A vehicle from registration to retirement. */
export const vehicle: Decider<Vehicle, VehicleCommand, VehicleEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Register':
        return register(command.data, state);
      case 'Rename':
        return rename(command.data, state);
      case 'Retire':
        return retire(command.data, state);
      default:
        return unreachable(command);
    }
  },
};

export const vehicleStream = (tenantId: string, vehicleId: string) => ({ tenantId, streamId: `vehicle-${vehicleId}` });
