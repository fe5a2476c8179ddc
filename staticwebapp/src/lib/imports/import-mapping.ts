import type { Import, ImportEntity, ImportMapping } from '../../../../shared/client/routes.ts';

/** Which field each column of a file goes to, by column; a column that is not named is not read. */
export type Columns = Readonly<Record<string, string>>;

/** The mapping while somebody works on it. */
export interface MappingDraft {
  readonly columns: Columns;
  readonly keyField: string;
  readonly dateFormat: NonNullable<ImportMapping['dateFormat']>;
  readonly decimal: NonNullable<ImportMapping['decimal']>;
  readonly units: NonNullable<ImportMapping['units']>;
  readonly timeZone: string | undefined;
}

export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'YYYY/MM/DD',
] as const satisfies readonly NonNullable<ImportMapping['dateFormat']>[];

/** What the API has guessed, or somebody has confirmed, to begin with. */
export const mappingDraft = ({ mapping }: Import, entity: ImportEntity): MappingDraft => ({
  columns: Object.fromEntries(mapping?.columns.map(({ column, field }) => [column, field]) ?? []),
  keyField: mapping?.keyField ?? entity.keys[0]?.name ?? '',
  dateFormat: mapping?.dateFormat ?? 'YYYY-MM-DD',
  decimal: mapping?.decimal ?? '.',
  units: mapping?.units ?? {},
  timeZone: mapping?.timeZone,
});

/** Sends a column to a field, or to none with `''`; a field takes one column, so another one gives it up. */
export const withColumn = (columns: Columns, column: string, field: string): Columns => {
  const others = Object.entries(columns).filter(([name, taken]) => name !== column && taken !== field);
  return Object.fromEntries(field ? [...others, [column, field]] : others);
};

export const mappingOf = (draft: MappingDraft): ImportMapping => {
  const { columns, timeZone, units, ...rest } = draft;
  const mapped = Object.values(columns);
  return {
    ...rest,
    columns: Object.entries(columns).map(([column, field]) => ({ column, field })),
    units: Object.fromEntries(Object.entries(units).filter(([field]) => mapped.includes(field))),
    ...(timeZone && { timeZone }),
  };
};

/** What still keeps the mapping from being checked, in a sentence. */
export const missingFrom = ({ columns, keyField }: MappingDraft, entity: ImportEntity): string | undefined => {
  const mapped = Object.values(columns);
  const labelOf = (name: string) => entity.fields.find((field) => field.name === name)?.label ?? name;
  const key = entity.keys.find(({ name }) => name === keyField);
  const without = (key?.fields ?? []).filter((field) => !mapped.includes(field));
  if (mapped.length === 0) return 'Say for at least one column what it holds.';
  return without.length > 0 ? `To match rows by it, ${without.map(labelOf).join(' and ')} needs a column.` : undefined;
};
