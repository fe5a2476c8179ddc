import type { Import, ImportEntity, Job } from '../../shared/client/routes.ts';
import { mappingDraft, mappingOf, missingFrom, withColumn } from '../../staticwebapp/src/lib/imports/import-mapping.ts';
import { importState } from '../../staticwebapp/src/lib/imports/import-words.ts';
import { jobIn, laterOf, shareOf } from '../../staticwebapp/src/lib/jobs.ts';

const field = (name: string, label: string) => ({ name, label, reads: 'text', required: false, example: '' });
const entity: ImportEntity = {
  entity: 'vehicles',
  fields: [field('name', 'Name'), field('plate', 'Plate'), { ...field('odometer', 'Odometer'), unit: 'km' }],
  keys: [
    { name: 'plate', fields: ['plate'] },
    { name: 'name', fields: ['name'] },
  ],
};
const guessed: Import = {
  id: 'imp_1',
  entity: 'vehicles',
  name: 'fleet.csv',
  contentType: 'text/csv',
  state: 'read',
  createdAt: '2026-01-02T03:04:05.000Z',
  createdBy: 'user:ada',
  mapping: {
    columns: [
      { column: 'Vehicle', field: 'name' },
      { column: 'Km', field: 'odometer' },
    ],
    keyField: 'name',
    dateFormat: 'DD.MM.YYYY',
    decimal: ',',
    timeZone: 'Europe/Berlin',
    units: { odometer: 'mi' },
  },
};
const job = (state: Job['state'], done: number, total?: number): Job => ({
  id: 'job_1',
  kind: 'imports-run',
  state,
  startedAt: '2026-01-02T03:04:05.000Z',
  startedBy: 'user:ada',
  progress: { done, failed: 0, ...(total !== undefined && { total }) },
  notes: {},
  hasResult: false,
});

describe('a mapping', () => {
  it('begins with what was guessed and goes back the same', () => {
    expect(mappingOf(mappingDraft(guessed, entity))).toEqual(guessed.mapping);
  });

  it('gives a field to one column only, and takes it away again', () => {
    const columns = withColumn({ Vehicle: 'name', Km: 'odometer' }, 'Label', 'name');
    expect(columns).toEqual({ Km: 'odometer', Label: 'name' });
    expect(withColumn(columns, 'Km', '')).toEqual({ Label: 'name' });
  });

  it('forgets the unit of a field that no column holds any longer', () => {
    const draft = mappingDraft(guessed, entity);
    expect(mappingOf({ ...draft, columns: withColumn(draft.columns, 'Km', '') }).units).toEqual({});
  });

  it('says what is missing before it can be checked', () => {
    const draft = mappingDraft(guessed, entity);
    expect(missingFrom(draft, entity)).toBeUndefined();
    expect(missingFrom({ ...draft, keyField: 'plate' }, entity)).toBe('To match rows by it, Plate needs a column.');
    expect(missingFrom({ ...draft, columns: {} }, entity)).toBe('Say for at least one column what it holds.');
  });
});

describe('a job', () => {
  it('is never less done than it was, and has ended when it has ended', () => {
    expect(laterOf(job('running', 200), job('running', 400)).progress.done).toBe(400);
    expect(laterOf(job('running', 400), job('running', 200)).progress.done).toBe(400);
    expect(laterOf(job('completed', 600), job('running', 600)).state).toBe('completed');
    expect(laterOf(job('running', 600), job('failed', 200)).state).toBe('failed');
  });

  it('is read from a live message, and nothing else is', () => {
    expect(jobIn({ type: 'job', job: job('running', 1) })?.id).toBe('job_1');
    expect(jobIn({ type: 'job', job: { id: 'job_1' } })).toBeUndefined();
    expect(jobIn({ type: 'job' })).toBeUndefined();
  });

  it('says how much of it is done where that is known', () => {
    expect(shareOf(job('running', 1, 4))).toBe(0.25);
    expect(shareOf(job('running', 0, 0))).toBe(1);
    expect(shareOf(job('running', 5))).toBeUndefined();
  });
});

it('says of an import what its latest run says', () => {
  expect(importState({ state: 'waiting' })).toBe('File did not arrive');
  expect(importState({ state: 'started', job: job('completed-with-errors', 3, 3) })).toBe('Done, with errors');
});
