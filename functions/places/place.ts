import type { CustomFieldChanges, CustomFieldValues } from '../../shared/kernel/custom-fields.ts';
import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { changesOf, isEmpty, type Patch, patched } from '../../shared/kernel/patch.ts';
import type { GeoPoint, Place as PlaceShown } from './contract.ts';

/** What describes a place. */
export interface Details {
  readonly name: string;
  readonly kind: PlaceShown['kind'];
  readonly position: GeoPoint;
  readonly address?: string;
  readonly radiusMetres?: number;
  readonly notes?: string;
  readonly customFields?: CustomFieldValues;
}

type DetailsPatch = Omit<Patch<Details>, 'customFields'> & { readonly customFields?: CustomFieldChanges };

// Commands

type Create = Message<'Create', Details & { placeId: string; groupId?: string; now: string }>;
type Describe = Message<'Describe', { patch: DetailsPatch; now: string }>;
type Move = Message<'Move', { groupId: string | null; now: string }>;
type Archive = Message<'Archive', { now: string }>;
type Restore = Message<'Restore', { now: string }>;

export type PlaceCommand = Create | Describe | Move | Archive | Restore;

// Events

type Created = Message<'PlaceCreated', Details & { placeId: string; groupId?: string; createdAt: string }>;
type Changed = Message<'PlaceChanged', { changes: Patch<Details>; changedAt: string }>;
type Moved = Message<'PlaceMoved', { groupId: string | null; movedAt: string }>;
type Archived = Message<'PlaceArchived', { archivedAt: string }>;
type Restored = Message<'PlaceRestored', { restoredAt: string }>;

export type PlaceEvent = Created | Changed | Moved | Archived | Restored;

export type PlaceState =
  | { status: 'absent' }
  | { status: 'active' | 'archived'; details: Details; groupId: string | null };

const evolve = (state: PlaceState, { type, data }: PlaceEvent): PlaceState => {
  if (type === 'PlaceCreated') {
    const { placeId: _, groupId = null, createdAt: __, ...details } = data;
    return { status: 'active', details, groupId };
  }
  if (state.status === 'absent') return state;
  switch (type) {
    case 'PlaceChanged':
      return { ...state, details: patched(state.details, data.changes) };
    case 'PlaceMoved':
      return { ...state, groupId: data.groupId };
    case 'PlaceArchived':
      return { ...state, status: 'archived' };
    case 'PlaceRestored':
      return { ...state, status: 'active' };
    default:
      return unreachable(type);
  }
};

type Known = Exclude<PlaceState, { status: 'absent' }>;

const requireActive = ({ status }: Known): void => {
  if (status === 'archived') throw conflict('places/archived', 'This place is archived. Restore it first.');
};

const describe = ({ patch, now }: Describe['data'], state: Known): PlaceEvent[] => {
  const { customFields, ...rest } = patch;
  const own = customFields && { customFields: patched(state.details.customFields ?? {}, customFields as never) };
  const changes = changesOf<Details>(state.details, { ...rest, ...own });
  if (isEmpty(changes)) return [];
  requireActive(state);
  return [{ type: 'PlaceChanged', data: { changes, changedAt: now } }];
};

const move = ({ groupId, now }: Move['data'], state: Known): PlaceEvent[] =>
  groupId === state.groupId ? [] : [{ type: 'PlaceMoved', data: { groupId, movedAt: now } }];

const ofPlace = (command: Exclude<PlaceCommand, Create>, state: PlaceState): PlaceEvent[] => {
  if (state.status === 'absent') throw notFound('places/not-found', 'There is no such place.');
  switch (command.type) {
    case 'Describe':
      return describe(command.data, state);
    case 'Move':
      return move(command.data, state);
    case 'Archive':
      return state.status === 'archived' ? [] : [{ type: 'PlaceArchived', data: { archivedAt: command.data.now } }];
    case 'Restore':
      return state.status === 'active' ? [] : [{ type: 'PlaceRestored', data: { restoredAt: command.data.now } }];
    default:
      return unreachable(command);
  }
};

/** A point on the map that has a name. */
export const place: Decider<PlaceState, PlaceCommand, PlaceEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    if (command.type !== 'Create') return ofPlace(command, state);
    const { now, ...created } = command.data;
    return state.status === 'absent' ? [{ type: 'PlaceCreated', data: { ...created, createdAt: now } }] : [];
  },
};

export const placeStream = (tenantId: string, placeId: string) => ({ tenantId, streamId: `place-${placeId}` });
