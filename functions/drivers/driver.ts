import type { CustomFieldChanges, CustomFieldValues } from '../../shared/kernel/custom-fields.ts';
import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { changesOf, isEmpty, type Patch, patched } from '../../shared/kernel/patch.ts';
import { withTags } from '../../shared/kernel/tags.ts';
import type { DriverStatus } from './contract.ts';
import {
  decideLicence,
  evolveLicences,
  type Licence,
  type LicenceCommand,
  type LicenceEvent,
  licenceAdded,
} from './licences.ts';

// What says who somebody is. In events it stands under `personal`: stored sealed, and unreadable once the driver is erased.

export interface Person {
  readonly name: string;
  readonly employeeNumber?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly contacts?: readonly { readonly name: string; readonly phone: string; readonly relation?: string }[];
  readonly customFields?: CustomFieldValues;
}

// Commands

type Add = Message<
  'Add',
  {
    driverId: string;
    person: Person;
    licences?: readonly (Licence & { licenceId: string })[];
    groupId?: string;
    tags?: readonly string[];
    memberId?: string;
    now: string;
  }
>;
/** Of custom fields, what is named. */
type PersonChange = Patch<Omit<Person, 'customFields'>> & { readonly customFields?: CustomFieldChanges };
type Change = Message<'Change', { person?: PersonChange; tags?: readonly string[]; now: string }>;
type Tag = Message<'Tag', { tags: readonly string[]; now: string }>;
type Untag = Message<'Untag', { tags: readonly string[]; now: string }>;
type SetStatus = Message<'SetStatus', { status: DriverStatus; reason?: string; now: string }>;
/** Without a group: to the company itself. */
type Move = Message<'Move', { groupId?: string; now: string }>;
type Link = Message<'Link', { memberId: string; now: string }>;
type Unlink = Message<'Unlink', { now: string }>;
type Erase = Message<'Erase', { now: string }>;

export type DriverCommand = Add | Change | Tag | Untag | SetStatus | Move | Link | Unlink | Erase | LicenceCommand;

// Events. Whatever is personal may be absent when an event is read.

type Added = Message<
  'DriverAdded',
  {
    driverId: string;
    groupId?: string;
    tags?: readonly string[];
    memberId?: string;
    addedAt: string;
    personal?: Person;
  }
>;
type Changed = Message<'DriverChanged', { tags?: readonly string[]; changedAt: string; personal?: Patch<Person> }>;
type StatusSet = Message<
  'DriverStatusSet',
  { status: DriverStatus; since: string; personal?: { readonly reason: string } }
>;
type Moved = Message<'DriverMoved', { groupId: string | null; movedAt: string }>;
type Linked = Message<'DriverSignInLinked', { memberId: string; linkedAt: string }>;
type Unlinked = Message<'DriverSignInUnlinked', { memberId: string; unlinkedAt: string }>;
/** Everything personal is forgotten; that there was a driver, and what was driven, stays. */
type Erased = Message<'DriverErased', { erasedAt: string }>;

export type DriverEvent = Added | Changed | StatusSet | Moved | Linked | Unlinked | Erased | LicenceEvent;

// State

export interface KnownDriver {
  readonly status: DriverStatus;
  readonly person: Partial<Person>;
  readonly tags: readonly string[];
  readonly licences: Readonly<Record<string, Licence>>;
  readonly groupId?: string;
  readonly memberId?: string;
}

export type Driver = { readonly status: 'absent' | 'erased' } | KnownDriver;

const isKnown = (state: Driver): state is KnownDriver => state.status !== 'absent' && state.status !== 'erased';

const NOBODY: KnownDriver = { status: 'active', person: {}, tags: [], licences: {} };

const evolveKnown = (state: KnownDriver, { type, data }: DriverEvent): Driver => {
  switch (type) {
    case 'DriverAdded': {
      const { personal = {}, driverId: _, addedAt: __, ...rest } = data;
      return { ...NOBODY, ...rest, person: personal };
    }
    case 'DriverChanged':
      return { ...state, tags: data.tags ?? state.tags, person: patched(state.person, data.personal ?? {}) };
    case 'DriverStatusSet':
      return { ...state, status: data.status };
    case 'DriverMoved': {
      const { groupId: _, ...rest } = state;
      return data.groupId === null ? rest : { ...rest, groupId: data.groupId };
    }
    case 'DriverSignInLinked':
      return { ...state, memberId: data.memberId };
    case 'DriverSignInUnlinked': {
      const { memberId: _, ...rest } = state;
      return rest;
    }
    case 'DriverErased':
      return { status: 'erased' };
    case 'LicenceAdded':
    case 'LicenceReplaced':
    case 'LicenceRemoved':
      return { ...state, licences: evolveLicences(state.licences, { type, data } as LicenceEvent) };
    default:
      return unreachable(type);
  }
};

const evolve = (state: Driver, event: DriverEvent): Driver => evolveKnown(isKnown(state) ? state : NOBODY, event);

const add = ({ now, person, licences = [], ...data }: Add['data'], state: Driver): DriverEvent[] => {
  if (state.status !== 'absent') return [];
  const added: DriverEvent = { type: 'DriverAdded', data: { ...data, addedAt: now, personal: person } };
  return [added, ...licences.map((licence) => licenceAdded({ ...licence, now }))];
};

const change = ({ person = {}, tags, now }: Change['data'], state: KnownDriver): DriverEvent[] => {
  const { customFields, ...fields } = person;
  const own = customFields && { customFields: patched(state.person.customFields ?? {}, customFields) };
  const personal: Patch<Person> = changesOf<Partial<Person>>(state.person, { ...fields, ...own });
  const changes = {
    ...(tags && tags.join() !== state.tags.join() && { tags }),
    ...(!isEmpty(personal) && { personal }),
  };
  return isEmpty(changes) ? [] : [{ type: 'DriverChanged', data: { ...changes, changedAt: now } }];
};

const tag = ({ tags, now }: Tag['data'], state: KnownDriver): DriverEvent[] => {
  const all = withTags(state.tags, tags);
  if (!all) throw conflict('drivers/too-many-tags', 'A driver has 30 tags at most.');
  return change({ tags: all, now }, state);
};

const untag = ({ tags, now }: Untag['data'], state: KnownDriver): DriverEvent[] =>
  change({ tags: state.tags.filter((one) => !tags.includes(one)), now }, state);

const setStatus = ({ status, reason, now }: SetStatus['data'], state: KnownDriver): DriverEvent[] => {
  if (state.status === status) return [];
  return [{ type: 'DriverStatusSet', data: { status, since: now, ...(reason && { personal: { reason } }) } }];
};

const move = ({ groupId, now }: Move['data'], state: KnownDriver): DriverEvent[] =>
  state.groupId === groupId ? [] : [{ type: 'DriverMoved', data: { groupId: groupId ?? null, movedAt: now } }];

const link = ({ memberId, now }: Link['data'], state: KnownDriver): DriverEvent[] => {
  if (state.memberId === memberId) return [];
  if (state.memberId) throw conflict('drivers/linked', 'This driver has a sign-in already; unlink it first.');
  return [{ type: 'DriverSignInLinked', data: { memberId, linkedAt: now } }];
};

const unlink = ({ now }: Unlink['data'], { memberId }: KnownDriver): DriverEvent[] =>
  memberId ? [{ type: 'DriverSignInUnlinked', data: { memberId, unlinkedAt: now } }] : [];

const erase = ({ now }: Erase['data'], state: Driver): DriverEvent[] => {
  if (state.status === 'erased') return [];
  if (state.status === 'absent') throw absent();
  if (state.status !== 'left')
    throw conflict('drivers/not-left', 'Only who has left can be erased; set the status to left first.');
  return [{ type: 'DriverErased', data: { erasedAt: now } }];
};

const absent = () => notFound('drivers/not-found', 'There is no such driver.');

const known = (state: Driver): KnownDriver => {
  if (isKnown(state)) return state;
  if (state.status === 'absent') throw absent();
  throw conflict('drivers/erased', 'This driver has been erased; nothing more can be said of them.');
};

/** Somebody who drives for the company, from the day they come to the day they are forgotten. */
export const driver: Decider<Driver, DriverCommand, DriverEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Add':
        return add(command.data, state);
      case 'Change':
        return change(command.data, known(state));
      case 'Tag':
        return tag(command.data, known(state));
      case 'Untag':
        return untag(command.data, known(state));
      case 'SetStatus':
        return setStatus(command.data, known(state));
      case 'Move':
        return move(command.data, known(state));
      case 'Link':
        return link(command.data, known(state));
      case 'Unlink':
        return unlink(command.data, known(state));
      case 'Erase':
        return erase(command.data, state);
      case 'AddLicence':
      case 'ReplaceLicence':
      case 'RemoveLicence':
        return decideLicence(command, known(state).licences);
      default:
        return unreachable(command);
    }
  },
};

export const driverStream = (tenantId: string, driverId: string) => ({ tenantId, streamId: `driver-${driverId}` });
