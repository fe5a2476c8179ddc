import {
  type CustomFieldsCommand,
  type CustomFieldsEvent,
  customFields,
} from '../../../functions/custom-fields/custom-fields.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';

const { given } = specOf(customFields);

const now = '2026-03-02T08:00:00.000Z';
const definition = (key: string) => ({ key, label: 'Cargo', kind: { type: 'text' as const }, required: false });
const added = (key: string): CustomFieldsEvent => ({
  type: 'CustomFieldAdded',
  data: { ...definition(key), addedAt: now },
});
const archived: CustomFieldsEvent = { type: 'CustomFieldArchived', data: { key: 'cargo', archivedAt: now } };
const add = (key: string, more: object = {}): CustomFieldsCommand => ({
  type: 'Add',
  data: { ...definition(key), ...more, now },
});
const full = Array.from({ length: 100 }, (_, index) => added(`f${index}`));

describe('adding a field', () => {
  it('defines it', () => given().when(add('cargo')).thenRecords(added('cargo')));
  it('stays quiet when it is there just so', () => given(added('cargo')).when(add('cargo')).thenNothing());
  it('refuses a key that is there with another meaning', () =>
    given(added('cargo'))
      .when(add('cargo', { label: 'Freight' }))
      .thenRefuses('custom-fields/exists'));
  it('refuses a key that was archived: records may still have values under it', () =>
    given(added('cargo'), archived).when(add('cargo')).thenRefuses('custom-fields/exists'));
  it('refuses more than a record can have', () =>
    given(...full)
      .when(add('one-more'))
      .thenRefuses('custom-fields/too-many'));
});

describe('changing a field', () => {
  const change = (changes: Extract<CustomFieldsCommand, { type: 'Change' }>['data']['changes'], key = 'cargo') =>
    ({ type: 'Change', data: { key, changes, now } }) as const;

  it('records what changes', () =>
    given(added('cargo'))
      .when(change({ label: 'Cargo', required: true }))
      .thenRecords({
        type: 'CustomFieldChanged',
        data: { key: 'cargo', changes: { required: true }, changedAt: now },
      }));
  it('stays quiet when nothing does', () =>
    given(added('cargo'))
      .when(change({ label: 'Cargo' }))
      .thenNothing());
  it('keeps the type', () =>
    given(added('cargo'))
      .when(change({ kind: { type: 'date' } }))
      .thenRefuses('custom-fields/type-is-fixed'));
  it('refuses a field that never was', () =>
    given()
      .when(change({ label: 'x' }))
      .thenRefuses('custom-fields/not-found'));
});

describe('archiving a field', () => {
  const archive: CustomFieldsCommand = { type: 'Archive', data: { key: 'cargo', now } };
  const restore: CustomFieldsCommand = { type: 'Restore', data: { key: 'cargo', now } };
  const restored: CustomFieldsEvent = { type: 'CustomFieldRestored', data: { key: 'cargo', restoredAt: now } };

  it('is said once', () => {
    given(added('cargo')).when(archive).thenRecords(archived);
    given(added('cargo'), archived).when(archive).thenNothing();
  });
  it('can be taken back, as long as there is room', () => {
    given(added('cargo'), archived).when(restore).thenRecords(restored);
    given(added('cargo'), archived, restored).when(restore).thenNothing();
    given(added('cargo'), archived, ...full)
      .when(restore)
      .thenRefuses('custom-fields/too-many');
  });
  it('makes room for another', () =>
    given(...full.slice(1), added('cargo'), archived)
      .when(add('one-more'))
      .thenRecords(added('one-more')));
});
