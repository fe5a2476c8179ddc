import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { changesOf, isEmpty, isSame, type Patch, patched } from '../../shared/kernel/patch.ts';
import type { GeofenceRules, Shape } from './contract.ts';

/** What describes a geofence, but for its shape. */
export interface Details {
  readonly name: string;
  readonly description?: string;
  readonly colour?: string;
  readonly tags: readonly string[];
  readonly rules: GeofenceRules;
}

/** A geofence as it is made. */
export interface Drawn extends Details {
  readonly geofenceId: string;
  readonly shape: Shape;
  /** What the file calls it that it comes from. */
  readonly externalId?: string;
  readonly groupId?: string;
}

// Commands

type Create = Message<'Create', Drawn & { now: string }>;
type Describe = Message<'Describe', { patch: Patch<Details>; now: string }>;
type Redraw = Message<'Redraw', { shape: Shape; now: string }>;
/** Makes it, or brings what there is to what a file says. */
type Import = Message<'Import', { drawn: Drawn; patch: Patch<Details>; now: string }>;
type Move = Message<'Move', { groupId: string | null; now: string }>;
type Archive = Message<'Archive', { now: string }>;
type Restore = Message<'Restore', { now: string }>;

export type GeofenceCommand = Create | Describe | Redraw | Import | Move | Archive | Restore;

// Events

type Created = Message<'GeofenceCreated', Drawn & { createdAt: string }>;
type Changed = Message<'GeofenceChanged', { changes: Patch<Details>; changedAt: string }>;
type Redrawn = Message<'GeofenceRedrawn', { shape: Shape; redrawnAt: string }>;
type Moved = Message<'GeofenceMoved', { groupId: string | null; movedAt: string }>;
type Archived = Message<'GeofenceArchived', { archivedAt: string }>;
type Restored = Message<'GeofenceRestored', { restoredAt: string }>;

export type GeofenceEvent = Created | Changed | Redrawn | Moved | Archived | Restored;

export type GeofenceState =
  | { status: 'absent' }
  | { status: 'active' | 'archived'; details: Details; shape: Shape; groupId: string | null };

const evolve = (state: GeofenceState, { type, data }: GeofenceEvent): GeofenceState => {
  if (type === 'GeofenceCreated') {
    const { geofenceId: _, externalId: __, createdAt: ___, groupId = null, shape, ...details } = data;
    return { status: 'active', details, shape, groupId };
  }
  if (state.status === 'absent') return state;
  switch (type) {
    case 'GeofenceChanged':
      return { ...state, details: patched(state.details, data.changes) };
    case 'GeofenceRedrawn':
      return { ...state, shape: data.shape };
    case 'GeofenceMoved':
      return { ...state, groupId: data.groupId };
    case 'GeofenceArchived':
      return { ...state, status: 'archived' };
    case 'GeofenceRestored':
      return { ...state, status: 'active' };
    default:
      return unreachable(type);
  }
};

type Known = Exclude<GeofenceState, { status: 'absent' }>;

const requireActive = ({ status }: Known): void => {
  if (status === 'archived') throw conflict('geofences/archived', 'This geofence is archived. Restore it first.');
};

const describe = ({ patch, now }: Describe['data'], state: Known): GeofenceEvent[] => {
  const changes = changesOf<Details>(state.details, patch);
  if (isEmpty(changes)) return [];
  requireActive(state);
  return [{ type: 'GeofenceChanged', data: { changes, changedAt: now } }];
};

const redraw = ({ shape, now }: Redraw['data'], state: Known): GeofenceEvent[] => {
  if (isSame(shape, state.shape)) return [];
  requireActive(state);
  return [{ type: 'GeofenceRedrawn', data: { shape, redrawnAt: now } }];
};

const move = ({ groupId, now }: Move['data'], state: Known): GeofenceEvent[] =>
  groupId === state.groupId ? [] : [{ type: 'GeofenceMoved', data: { groupId, movedAt: now } }];

const ofGeofence = (command: Exclude<GeofenceCommand, Create>, state: GeofenceState): GeofenceEvent[] => {
  if (state.status === 'absent') throw notFound('geofences/not-found', 'There is no such geofence.');
  switch (command.type) {
    case 'Describe':
      return describe(command.data, state);
    case 'Redraw':
      return redraw(command.data, state);
    case 'Import': {
      const { drawn, patch, now } = command.data;
      return [...describe({ patch, now }, state), ...redraw({ shape: drawn.shape, now }, state)];
    }
    case 'Move':
      return move(command.data, state);
    case 'Archive':
      return state.status === 'archived' ? [] : [{ type: 'GeofenceArchived', data: { archivedAt: command.data.now } }];
    case 'Restore':
      return state.status === 'active' ? [] : [{ type: 'GeofenceRestored', data: { restoredAt: command.data.now } }];
    default:
      return unreachable(command);
  }
};

const created = (drawn: Drawn, createdAt: string): GeofenceEvent[] => [
  { type: 'GeofenceCreated', data: { ...drawn, createdAt } },
];

/** A part of the map that is watched. */
export const geofence: Decider<GeofenceState, GeofenceCommand, GeofenceEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    if (command.type === 'Import' && state.status === 'absent') return created(command.data.drawn, command.data.now);
    if (command.type !== 'Create') return ofGeofence(command, state);
    const { now, ...drawn } = command.data;
    return state.status === 'absent' ? created(drawn, now) : [];
  },
};

export const geofenceStream = (tenantId: string, geofenceId: string) => ({
  tenantId,
  streamId: `geofence-${geofenceId}`,
});
