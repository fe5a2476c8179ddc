import type { Caller } from '../identity/caller.ts';
import type { CustomEntity, CustomField, CustomFieldChanges } from '../kernel/custom-fields.ts';
import { type Issue, invalid } from '../kernel/errors.ts';
import type { Services } from '../services.ts';
import { valueIssues } from './values.ts';

/** What the directory knows of the fields of one kind of record: enough to judge values without asking the store. */
export interface FieldsEntry {
  readonly fields: readonly CustomField[];
}

export const fieldsAddress = (tenantId: string, entity: CustomEntity) => ({
  pk: `custom-fields:${tenantId}`,
  id: entity,
});

/** The view that keeps the same, one document for each kind of record. */
export const FIELDS_VIEW = 'custom-fields';

type Ports = Pick<Services, 'lookups' | 'views'>;

/** Most companies have no fields of their own for most kinds of records: that need not be asked again with every new record. */
const FRESHNESS = { missingWithin: 60_000 };

/**
 * Checks the values of a company's own fields: one lookup, mostly answered from memory; none when a record that exists changes none.
 * What memory refuses is judged again by the view, because another instance may have added a field a moment ago.
 *
 * @param values all values of a new record (`isNew`), or what changes of one that exists, `null` for what is taken away
 * @throws FleetError `invalid`, naming `customFields.<key>`
 */
export const validCustomFields = async <Values extends CustomFieldChanges>(
  { lookups, views }: Ports,
  { tenantId }: Pick<Caller, 'tenantId'>,
  entity: CustomEntity,
  values: Values,
  { isNew = true }: { readonly isNew?: boolean } = {},
): Promise<Values> => {
  if (!isNew && Object.keys(values).length === 0) return values;
  const refusedBy = (entry: FieldsEntry | undefined): Issue[] => valueIssues(entry?.fields ?? [], values, isNew);
  const { pk, id } = fieldsAddress(tenantId, entity);
  if (refusedBy(await lookups.find<FieldsEntry>(pk, id, FRESHNESS)).length === 0) return values;
  const stored = await views.in(tenantId, FIELDS_VIEW).get<FieldsEntry>(entity);
  const issues = refusedBy(stored?.doc);
  if (issues.length === 0) return values;
  const names = issues.map(({ path }) => path.join('.')).join(', ');
  throw invalid('custom-fields/invalid', `Fields of your own are not valid: ${names}.`, issues);
};
