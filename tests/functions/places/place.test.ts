import { type PlaceCommand, type PlaceEvent, place, placeStream } from '../../../functions/places/place.ts';
import { placeCards } from '../../../functions/places/place-cards.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const position = { lat: 49.0123, lon: 8.4321 };
const details = { name: 'Depot 9', kind: 'depot', position, address: 'Hafenstrasse 1' } as const;
const created: PlaceEvent = {
  type: 'PlaceCreated',
  data: { placeId: 'plc_1', groupId: 'grp_a', ...details, createdAt: now },
};
const archived: PlaceEvent = { type: 'PlaceArchived', data: { archivedAt: now } };
const restored: PlaceEvent = { type: 'PlaceRestored', data: { restoredAt: now } };
const moved = (groupId: string | null): PlaceEvent => ({ type: 'PlaceMoved', data: { groupId, movedAt: now } });
const describePlace = (patch: object): PlaceCommand => ({ type: 'Describe', data: { patch, now } });
const changed = (changes: object): PlaceEvent => ({ type: 'PlaceChanged', data: { changes, changedAt: now } });

describe('a place', () => {
  const { given } = specOf(place);
  const create: PlaceCommand = { type: 'Create', data: { placeId: 'plc_1', groupId: 'grp_a', ...details, now } };

  it('is created once', () => {
    given().when(create).thenRecords(created);
    given(created).when(create).thenNothing();
  });
  it('remembers only what really changes', () => {
    given(created)
      .when(describePlace({ name: 'Depot 10', kind: 'depot', address: null, notes: null }))
      .thenRecords(changed({ name: 'Depot 10', address: null }));
    given(created)
      .when(describePlace({ position: { ...position }, radiusMetres: null }))
      .thenNothing();
  });
  it('keeps the fields of the company that are not named', () =>
    given(created, changed({ customFields: { gate: 'B', code: 7 } }))
      .when(describePlace({ customFields: { code: null, dock: 2 } }))
      .thenRecords(changed({ customFields: { gate: 'B', dock: 2 } })));
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
  it('stays as it was while it is archived', () =>
    given(created, archived)
      .when(describePlace({ name: 'X' }))
      .thenRefuses('places/archived'));
  it('must be there', () => given().when({ type: 'Archive', data: { now } }).thenRefuses('places/not-found'));
});

describe('the card of a place', () => {
  const { given } = viewOf(placeCards, placeStream('ten_acme', 'plc_1'));

  it('has what lists need', () =>
    given(created).shows({ id: 'plc_1', sortName: 'depot 9', ...position, status: 'active', groupId: 'grp_a' }));
  it('follows what changes', () =>
    given(created, changed({ name: 'X', position: { lat: 1, lon: 2 } })).shows({ sortName: 'x', lat: 1, lon: 2 }));
  it('shows where it belongs', () => {
    given(created, moved('grp_b')).shows({ groupId: 'grp_b' });
  });
  it('shows that it is archived, and brought back', () => {
    given(created, archived).shows({ status: 'archived', archivedAt: now });
    given(created, archived, restored).shows({ status: 'active', version: 3 });
  });
  it('lets an event of a newer release through', () => given(created, unheardOf).isLeftAsItWas());
});
