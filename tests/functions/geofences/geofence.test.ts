import {
  type Drawn,
  type GeofenceCommand,
  type GeofenceEvent,
  geofence,
  geofenceStream,
} from '../../../functions/geofences/geofence.ts';
import { geofenceCards } from '../../../functions/geofences/geofence-cards.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const circle = (radiusMetres: number) => ({
  type: 'circle' as const,
  center: { lat: 49.0123, lon: 8.4321 },
  radiusMetres,
});
const drawn: Drawn = {
  geofenceId: 'gfn_1',
  groupId: 'grp_a',
  ...{ name: 'Yard', colour: '#1188cc', tags: ['gate'], shape: circle(200), rules: {} },
};
const created: GeofenceEvent = { type: 'GeofenceCreated', data: { ...drawn, createdAt: now } };
const archived: GeofenceEvent = { type: 'GeofenceArchived', data: { archivedAt: now } };
const restored: GeofenceEvent = { type: 'GeofenceRestored', data: { restoredAt: now } };
const redrawn = (metres: number): GeofenceEvent => ({
  type: 'GeofenceRedrawn',
  data: { shape: circle(metres), redrawnAt: now },
});
const moved = (groupId: string | null): GeofenceEvent => ({ type: 'GeofenceMoved', data: { groupId, movedAt: now } });
const changed = (changes: object): GeofenceEvent => ({ type: 'GeofenceChanged', data: { changes, changedAt: now } });
const describeIt = (patch: object): GeofenceCommand => ({ type: 'Describe', data: { patch, now } });
const redraw = (metres: number): GeofenceCommand => ({ type: 'Redraw', data: { shape: circle(metres), now } });

describe('a geofence', () => {
  const { given } = specOf(geofence);
  const create: GeofenceCommand = { type: 'Create', data: { ...drawn, now } };

  it('is drawn once', () => {
    given().when(create).thenRecords(created);
    given(created).when(create).thenNothing();
  });
  it('remembers only what really changes', () => {
    given(created)
      .when(describeIt({ name: 'Gate', tags: ['gate'], colour: null, description: null }))
      .thenRecords(changed({ name: 'Gate', colour: null }));
    given(created)
      .when(describeIt({ name: 'Yard', rules: {} }))
      .thenNothing();
  });
  it('is drawn anew', () => {
    given(created).when(redraw(300)).thenRecords(redrawn(300));
    given(created).when(redraw(200)).thenNothing();
  });
  it('moves to another group, or to the company itself', () => {
    given(created)
      .when({ type: 'Move', data: { groupId: null, now } })
      .thenRecords(moved(null));
    given(created)
      .when({ type: 'Move', data: { groupId: 'grp_a', now } })
      .thenNothing();
  });
  it('is archived and brought back', () => {
    given(created).when({ type: 'Archive', data: { now } }).thenRecords(archived);
    given(created, archived).when({ type: 'Archive', data: { now } }).thenNothing();
    given(created, archived).when({ type: 'Restore', data: { now } }).thenRecords(restored);
    given(created).when({ type: 'Restore', data: { now } }).thenNothing();
  });
  it('stays as it was while it is archived', () => {
    given(created, archived)
      .when(describeIt({ name: 'X' }))
      .thenRefuses('geofences/archived');
    given(created, archived).when(redraw(300)).thenRefuses('geofences/archived');
  });
  it('must be there', () => given().when(redraw(300)).thenRefuses('geofences/not-found'));
  it('becomes what a file says, and nothing happens when it is that', () => {
    const importIt = (patch: object, metres: number): GeofenceCommand => ({
      type: 'Import',
      data: { drawn: { ...drawn, shape: circle(metres) }, patch, now },
    });
    given().when(importIt({}, 200)).thenRecords(created);
    given(created)
      .when(importIt({ name: 'Gate' }, 300))
      .thenRecords(changed({ name: 'Gate' }), redrawn(300));
    given(created)
      .when(importIt({ name: 'Yard' }, 200))
      .thenNothing();
    given(created, archived)
      .when(importIt({ name: 'Yard' }, 200))
      .thenNothing();
    given(created, archived).when(importIt({}, 300)).thenRefuses('geofences/archived');
  });
});

describe('the card of a geofence', () => {
  const { given } = viewOf(geofenceCards, geofenceStream('ten_acme', 'gfn_1'));

  it('has what lists need', () =>
    given(created).shows({ id: 'gfn_1', sortName: 'yard', shape: circle(200), status: 'active', groupId: 'grp_a' }));
  it('follows what changes', () =>
    given(created, changed({ name: 'X' }), redrawn(300)).shows({ sortName: 'x', shape: circle(300), version: 3 }));
  it('shows where it belongs', () => given(created, moved('grp_b')).shows({ groupId: 'grp_b' }));
  it('shows that it is archived, and brought back', () => {
    given(created, archived).shows({ status: 'archived', archivedAt: now });
    given(created, archived, restored).shows({ status: 'active', version: 3 });
  });
  it('lets an event of a newer release through', () => given(created, unheardOf).isLeftAsItWas());
});
