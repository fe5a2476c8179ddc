import type { CustomField, CustomFieldChanges, CustomFieldValues, FieldType } from '../kernel/custom-fields.ts';
import type { Issue } from '../kernel/errors.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day that the calendar has. */
const isDay = (value: unknown): boolean => {
  if (typeof value !== 'string' || !DAY.test(value)) return false;
  const day = new Date(value);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
};

/** What is wrong with a value of this type, if anything is. */
const faultOf = (kind: FieldType, value: CustomFieldValues[string]): string | undefined => {
  switch (kind.type) {
    case 'text':
      if (typeof value !== 'string') return 'Expected text.';
      return value.length > (kind.maxLength ?? 2000) ? `At most ${kind.maxLength} characters.` : undefined;
    case 'number':
      if (typeof value !== 'number') return 'Expected a number.';
      if (kind.min !== undefined && value < kind.min) return `At least ${kind.min}.`;
      return kind.max !== undefined && value > kind.max ? `At most ${kind.max}.` : undefined;
    case 'date':
      return isDay(value) ? undefined : 'Expected a date such as 2026-03-02.';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'Expected true or false.';
    case 'choice':
      return kind.options.some((option) => option === value)
        ? undefined
        : `Expected one of: ${kind.options.join(', ')}.`;
  }
};

const issueOf = (key: string, message: string): Issue => ({ path: ['customFields', key], message });

/**
 * Everything that is wrong with the values of a record.
 * @param given all values of a new record, or what changes of one that exists (`null` takes a value away)
 */
export const valueIssues = (fields: readonly CustomField[], given: CustomFieldChanges, isNew: boolean): Issue[] => {
  const known = new Map(fields.filter(({ archived }) => !archived).map((field) => [field.key, field]));
  const archived = new Set(fields.filter((field) => field.archived).map(({ key }) => key));
  const wrong = Object.entries(given).flatMap(([key, value]) => {
    const field = known.get(key);
    // What an archived field has can still be taken away.
    if (!field) return value === null && archived.has(key) ? [] : [issueOf(key, 'There is no such field.')];
    if (value === null) return field.required ? [issueOf(key, 'This field is required.')] : [];
    const fault = faultOf(field.kind, value);
    return fault ? [issueOf(key, fault)] : [];
  });
  const missing = isNew
    ? [...known.values()].filter(({ key, required }) => required && !Object.hasOwn(given, key))
    : [];
  return [...wrong, ...missing.map(({ key }) => issueOf(key, 'This field is required.'))];
};
