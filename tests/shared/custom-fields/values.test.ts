import { valueIssues } from '../../../shared/custom-fields/values.ts';
import type { CustomField, FieldType } from '../../../shared/kernel/custom-fields.ts';

const field = (kind: FieldType, more: Partial<CustomField> = {}): CustomField => ({
  key: 'x',
  label: 'X',
  kind,
  required: false,
  archived: false,
  ...more,
});

describe('a value of a field', () => {
  it.each<[FieldType, string | number | boolean, boolean]>([
    [{ type: 'text' }, 'a', true],
    [{ type: 'text' }, 1, false],
    [{ type: 'text', maxLength: 2 }, 'ab', true],
    [{ type: 'text', maxLength: 2 }, 'abc', false],
    [{ type: 'number' }, 1.5, true],
    [{ type: 'number' }, '1.5', false],
    [{ type: 'number', min: 1, max: 2 }, 1, true],
    [{ type: 'number', min: 1, max: 2 }, 0.9, false],
    [{ type: 'number', min: 1, max: 2 }, 2.1, false],
    [{ type: 'date' }, '2024-02-29', true],
    [{ type: 'date' }, '2025-02-29', false],
    [{ type: 'date' }, '2025-13-01', false],
    [{ type: 'date' }, '2025-01-01T00:00:00Z', false],
    [{ type: 'date' }, 20250101, false],
    [{ type: 'boolean' }, false, true],
    [{ type: 'boolean' }, 'false', false],
    [{ type: 'choice', options: ['a', 'b'] }, 'b', true],
    [{ type: 'choice', options: ['a', 'b'] }, 'c', false],
  ])('%j takes %j: %s', (kind, value, fits) =>
    expect(valueIssues([field(kind)], { x: value }, true).length === 0).toBe(fits),
  );

  it('must be there when the record is new and the field is required, and not of an archived one', () => {
    const required = field({ type: 'text' }, { required: true });
    const missing = [{ path: ['customFields', 'x'], message: 'This field is required.' }];
    expect(valueIssues([required], {}, true)).toEqual(missing);
    expect(valueIssues([required], {}, false)).toEqual([]);
    expect(valueIssues([required], { x: null }, false)).toEqual(missing);
    expect(valueIssues([{ ...required, archived: true }], {}, true)).toEqual([]);
  });

  it('can be taken away while the field is known, and of no other', () => {
    expect(valueIssues([field({ type: 'text' }, { archived: true })], { x: null }, false)).toEqual([]);
    expect(valueIssues([], { x: null }, false)).toHaveLength(1);
  });
});
