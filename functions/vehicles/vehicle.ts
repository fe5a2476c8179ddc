import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, invalid, notFound, unreachable } from '../../shared/kernel/errors.ts';
import type { Money } from '../../shared/kernel/money.ts';
import { changesOf, isEmpty, type Patch, patched } from '../../shared/kernel/patch.ts';
import { withTags } from '../../shared/kernel/tags.ts';
import { isInUse, type StatusInUse, type VehiclePatch, type VehicleStatus } from './contract.ts';
import type { Details } from './details/contract.ts';

/** Vehicles registered before there were tags and fields of one's own have none in their first event. */
type FirstDetails = Omit<Details, 'tags' | 'customFields'> & Partial<Pick<Details, 'tags' | 'customFields'>>;
type Registration = FirstDetails & { vehicleId: string; groupId?: string };
type Sale = { soldOn: string; price?: Money; buyer?: string };

// Commands

type Register = Message<'Register', Registration & { now: string }>;
type Rename = Message<'Rename', { name: string; now: string }>;
type Describe = Message<'Describe', { patch: VehiclePatch; now: string }>;
type Tag = Message<'Tag', { tags: readonly string[]; now: string }>;
type Untag = Message<'Untag', { tags: readonly string[]; now: string }>;
type Move = Message<'Move', { groupId: string | null; now: string }>;
type SetStatus = Message<'SetStatus', { status: StatusInUse; reason?: string; now: string }>;
type Retire = Message<'Retire', { reason: string; now: string }>;
type Sell = Message<'Sell', Sale & { now: string }>;
type Reinstate = Message<'Reinstate', { reason: string; now: string }>;

export type VehicleCommand = Register | Rename | Describe | Tag | Untag | Move | SetStatus | Retire | Sell | Reinstate;

// Events

type Registered = Message<'VehicleRegistered', Registration & { registeredAt: string }>;
type Renamed = Message<'VehicleRenamed', { name: string; renamedAt: string }>;
/** New values, `null` for what was taken away; tags and fields of one's own as a whole. */
type DetailsChanged = Message<'VehicleDetailsChanged', { changes: Patch<Details>; changedAt: string }>;
type Moved = Message<'VehicleMoved', { groupId: string | null; movedAt: string }>;
type StatusChanged = Message<'VehicleStatusChanged', { status: StatusInUse; reason?: string; changedAt: string }>;
type Retired = Message<'VehicleRetired', { reason: string; retiredAt: string }>;
type Sold = Message<'VehicleSold', Sale & { recordedAt: string }>;
type Reinstated = Message<'VehicleReinstated', { reason: string; reinstatedAt: string }>;

export type VehicleEvent = Registered | Renamed | DetailsChanged | Moved | StatusChanged | Retired | Sold | Reinstated;

// State: only what a rule below needs to look at; that a change changes nothing is a rule too.

interface Known {
  readonly status: VehicleStatus;
  readonly reason?: string | undefined;
  readonly details: Details;
  readonly groupId: string | null;
  readonly sale?: Sale;
}
export type Vehicle = { readonly status: 'absent' } | Known;

export const detailsOf = ({ vehicleId: _, groupId: __, ...details }: Registration): Details => ({
  tags: [],
  customFields: {},
  ...details,
});

const evolve = (state: Vehicle, { type, data }: VehicleEvent): Vehicle => {
  if (type === 'VehicleRegistered') {
    const { registeredAt: _, ...registration } = data;
    return { status: 'active', details: detailsOf(registration), groupId: registration.groupId ?? null };
  }
  if (state.status === 'absent') return state;
  switch (type) {
    case 'VehicleRenamed':
      return { ...state, details: { ...state.details, name: data.name } };
    case 'VehicleDetailsChanged':
      return { ...state, details: patched(state.details, data.changes) };
    case 'VehicleMoved':
      return { ...state, groupId: data.groupId };
    case 'VehicleStatusChanged':
      return { ...state, status: data.status, reason: data.reason };
    case 'VehicleRetired':
      return { ...state, status: 'retired', reason: data.reason };
    case 'VehicleSold': {
      const { recordedAt: _, ...sale } = data;
      return { ...state, status: 'sold', sale };
    }
    case 'VehicleReinstated':
      return { ...state, status: 'active', reason: data.reason };
    default:
      return unreachable(type);
  }
};

const known = (state: Vehicle): Known => {
  if (state.status === 'absent') throw notFound('vehicles/not-found', 'There is no such vehicle.');
  return state;
};

/** What a vehicle was when it left the fleet is what its record says for good. */
const inUse = (state: Vehicle): Known => {
  const vehicle = known(state);
  if (vehicle.status === 'sold') throw conflict('vehicles/sold', 'A sold vehicle stays as it is; reinstate it first.');
  if (!isInUse(vehicle.status))
    throw conflict('vehicles/retired', 'A retired vehicle stays as it is; reinstate it first.');
  return vehicle;
};

/** A book value is the price less what is lost of it: both must be the same money. */
const oneCurrency = ({ acquisition, depreciation }: Details): void => {
  const [price, residual] = [acquisition?.price, depreciation?.residual];
  if (price && residual && price.currency !== residual.currency)
    throw invalid('vehicles/two-currencies', 'Price and residual value must be in one currency.', [
      { path: ['depreciation', 'residual', 'currency'], message: `Expected ${price.currency}, as of the price.` },
    ]);
};

const register = ({ now, ...registration }: Register['data'], state: Vehicle): VehicleEvent[] => {
  if (state.status !== 'absent') return [];
  oneCurrency(detailsOf(registration));
  return [{ type: 'VehicleRegistered', data: { ...registration, registeredAt: now } }];
};

const rename = ({ name, now }: Rename['data'], state: Vehicle): VehicleEvent[] =>
  inUse(state).details.name === name ? [] : [{ type: 'VehicleRenamed', data: { name, renamedAt: now } }];

const describe = ({ patch, now }: Describe['data'], state: Vehicle): VehicleEvent[] => {
  const { details } = inUse(state);
  const { customFields, ...rest } = patch;
  const merged = customFields ? { ...rest, customFields: patched(details.customFields, customFields) } : rest;
  const changes = changesOf(details, merged as Patch<Details>);
  if (isEmpty(changes)) return [];
  oneCurrency(patched(details, changes));
  return [{ type: 'VehicleDetailsChanged', data: { changes, changedAt: now } }];
};

const tag = ({ tags, now }: Tag['data'], state: Vehicle): VehicleEvent[] => {
  const all = withTags(inUse(state).details.tags, tags);
  if (!all) throw conflict('vehicles/too-many-tags', 'This would be more tags than a vehicle can have.');
  return describe({ patch: { tags: all }, now }, state);
};

const untag = ({ tags, now }: Untag['data'], state: Vehicle): VehicleEvent[] =>
  describe({ patch: { tags: inUse(state).details.tags.filter((one) => !tags.includes(one)) }, now }, state);

// Whatever its status: a group can be given up only when nothing belongs to it any more.
const move = ({ groupId, now }: Move['data'], state: Vehicle): VehicleEvent[] =>
  known(state).groupId === groupId ? [] : [{ type: 'VehicleMoved', data: { groupId, movedAt: now } }];

const setStatus = ({ status, reason, now }: SetStatus['data'], state: Vehicle): VehicleEvent[] => {
  const vehicle = inUse(state);
  if (vehicle.status === status && (reason === undefined || reason === vehicle.reason)) return [];
  return [{ type: 'VehicleStatusChanged', data: { status, ...(reason && { reason }), changedAt: now } }];
};

const retire = ({ reason, now }: Retire['data'], state: Vehicle): VehicleEvent[] => {
  const { status } = known(state);
  if (status === 'retired') return [];
  inUse(state);
  return [{ type: 'VehicleRetired', data: { reason, retiredAt: now } }];
};

/** Somewhere on Earth it is tomorrow already. */
const DAY_MS = 86_400_000;

const sell = ({ now, ...sale }: Sell['data'], state: Vehicle): VehicleEvent[] => {
  const { status, sale: before, details } = known(state);
  if (status === 'sold') {
    if (before?.soldOn === sale.soldOn && before.price?.amount === sale.price?.amount) return [];
    throw conflict('vehicles/sold', 'It has been sold already; reinstate it first.', { soldOn: before?.soldOn });
  }
  if (Date.parse(sale.soldOn) > Date.parse(now) + DAY_MS)
    throw conflict('vehicles/sold-in-future', 'A sale is recorded when it has happened.', { soldOn: sale.soldOn });
  if (details.acquisition && sale.soldOn < details.acquisition.on)
    throw conflict('vehicles/sold-before-acquired', 'It cannot be sold before it was acquired.', {
      acquiredOn: details.acquisition.on,
    });
  return [{ type: 'VehicleSold', data: { ...sale, recordedAt: now } }];
};

const reinstate = ({ reason, now }: Reinstate['data'], state: Vehicle): VehicleEvent[] =>
  isInUse(known(state).status as VehicleStatus)
    ? []
    : [{ type: 'VehicleReinstated', data: { reason, reinstatedAt: now } }];

/** A vehicle from registration to retirement or sale, and back if need be. */
export const vehicle: Decider<Vehicle, VehicleCommand, VehicleEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Register':
        return register(command.data, state);
      case 'Rename':
        return rename(command.data, state);
      case 'Describe':
        return describe(command.data, state);
      case 'Tag':
        return tag(command.data, state);
      case 'Untag':
        return untag(command.data, state);
      case 'Move':
        return move(command.data, state);
      case 'SetStatus':
        return setStatus(command.data, state);
      case 'Retire':
        return retire(command.data, state);
      case 'Sell':
        return sell(command.data, state);
      case 'Reinstate':
        return reinstate(command.data, state);
      default:
        return unreachable(command);
    }
  },
};

export const vehicleStream = (tenantId: string, vehicleId: string) => ({ tenantId, streamId: `vehicle-${vehicleId}` });
