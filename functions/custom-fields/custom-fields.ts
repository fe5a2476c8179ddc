import { type CustomEntity, type CustomField, MAX_FIELDS } from '../../shared/kernel/custom-fields.ts';
import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { isSame } from '../../shared/kernel/patch.ts';

type Definition = Omit<CustomField, 'archived'>;
type Changes = Partial<Omit<Definition, 'key'>>;

// Commands

type Add = Message<'Add', Definition & { now: string }>;
type Change = Message<'Change', { key: string; changes: Changes; now: string }>;
type Archive = Message<'Archive', { key: string; now: string }>;
type Restore = Message<'Restore', { key: string; now: string }>;

export type CustomFieldsCommand = Add | Change | Archive | Restore;

// Events

type Added = Message<'CustomFieldAdded', Definition & { addedAt: string }>;
type Changed = Message<'CustomFieldChanged', { key: string; changes: Changes; changedAt: string }>;
type Archived = Message<'CustomFieldArchived', { key: string; archivedAt: string }>;
type Restored = Message<'CustomFieldRestored', { key: string; restoredAt: string }>;

export type CustomFieldsEvent = Added | Changed | Archived | Restored;

/** The fields in the order in which they were added: the rules look at everything, so the view is folded from the same state. */
export type FieldList = readonly CustomField[];

const withField = (fields: FieldList, key: string, changes: Partial<CustomField>): FieldList =>
  fields.map((field) => (field.key === key ? { ...field, ...changes } : field));

export const evolveFields = (fields: FieldList, { type, data }: CustomFieldsEvent): FieldList => {
  switch (type) {
    case 'CustomFieldAdded': {
      const { addedAt: _, ...definition } = data;
      return [...fields, { ...definition, archived: false }];
    }
    case 'CustomFieldChanged':
      return withField(fields, data.key, data.changes);
    case 'CustomFieldArchived':
      return withField(fields, data.key, { archived: true });
    case 'CustomFieldRestored':
      return withField(fields, data.key, { archived: false });
    default:
      return unreachable(type);
  }
};

const fieldOf = (fields: FieldList, key: string): CustomField => {
  const field = fields.find((one) => one.key === key);
  if (!field) throw notFound('custom-fields/not-found', 'There is no such field.');
  return field;
};

const roomIn = (fields: FieldList): void => {
  if (fields.filter(({ archived }) => !archived).length >= MAX_FIELDS)
    throw conflict('custom-fields/too-many', `A record has at most ${MAX_FIELDS} fields; archive one first.`);
};

const add = ({ now, ...definition }: Add['data'], fields: FieldList): CustomFieldsEvent[] => {
  const known = fields.find(({ key }) => key === definition.key);
  if (known && isSame(known, { ...definition, archived: false })) return [];
  // A key stays taken for good: what was written under it before must not turn into something else.
  if (known) throw conflict('custom-fields/exists', 'There is a field of this key, or there was.');
  roomIn(fields);
  return [{ type: 'CustomFieldAdded', data: { ...definition, addedAt: now } }];
};

const change = ({ key, changes, now }: Change['data'], fields: FieldList): CustomFieldsEvent[] => {
  const field = fieldOf(fields, key);
  if (changes.kind && changes.kind.type !== field.kind.type)
    throw conflict('custom-fields/type-is-fixed', 'A field keeps its type; archive it and add another.');
  const real = Object.entries(changes).filter(([name, value]) => !isSame(field[name as keyof Changes], value));
  return real.length === 0
    ? []
    : [{ type: 'CustomFieldChanged', data: { key, changes: Object.fromEntries(real), changedAt: now } }];
};

const archive = ({ key, now }: Archive['data'], fields: FieldList): CustomFieldsEvent[] =>
  fieldOf(fields, key).archived ? [] : [{ type: 'CustomFieldArchived', data: { key, archivedAt: now } }];

const restore = ({ key, now }: Restore['data'], fields: FieldList): CustomFieldsEvent[] => {
  if (!fieldOf(fields, key).archived) return [];
  roomIn(fields);
  return [{ type: 'CustomFieldRestored', data: { key, restoredAt: now } }];
};

/** The fields that a company has added to one kind of record. */
export const customFields: Decider<FieldList, CustomFieldsCommand, CustomFieldsEvent> = {
  initial: [],
  evolve: evolveFields,
  decide(command, fields) {
    switch (command.type) {
      case 'Add':
        return add(command.data, fields);
      case 'Change':
        return change(command.data, fields);
      case 'Archive':
        return archive(command.data, fields);
      case 'Restore':
        return restore(command.data, fields);
      default:
        return unreachable(command);
    }
  },
};

export const customFieldsStream = (tenantId: string, entity: CustomEntity) => ({
  tenantId,
  streamId: `custom-fields-${entity}`,
});
