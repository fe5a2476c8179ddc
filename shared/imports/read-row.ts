import { issuesOf } from '../kernel/errors.ts';
import type { Importable, ImportKey } from './importable.ts';
import type { Mapping } from './mapping.ts';
import { readCell } from './read-cell.ts';
import type { Row } from './table.ts';

/** What is wrong with a row, and where. */
export interface RowError {
  /** The row's number in the file. */
  readonly row: number;
  readonly column?: string;
  readonly field?: string;
  /** What the cell holds. */
  readonly value?: string;
  readonly message: string;
}

export type ReadRow<Values> =
  | { readonly values: Values; readonly key: string; readonly errors?: never }
  | { readonly errors: readonly RowError[] };

/** Separates the parts of a key; no text of a cell has it. */
const SEPARATOR = '\u001f';
const MAX_SHOWN = 100;

const keyOf = <Values extends object>(
  values: Values,
  { name, fields }: ImportKey,
  own: Importable<Values>['keyOf'],
): string | undefined => {
  const parts = fields.map((field) => Reflect.get(values, field) as unknown);
  if (parts.some((part) => part === undefined)) return undefined;
  return own?.(values, name) ?? parts.map((part) => String(part).toLowerCase()).join(SEPARATOR);
};

/** Reads rows of a table with these columns as its mapping says. Empty cells say nothing: what is there stays. */
export const rowReader = <Values extends object>(
  { fields, keys, keyOf: own, row: schema }: Pick<Importable<Values>, 'fields' | 'keys' | 'keyOf' | 'row'>,
  columns: readonly string[],
  mapping: Mapping,
) => {
  const mapped = mapping.columns.flatMap(({ column, field: name }) => {
    const field = fields.find((one) => one.name === name);
    return field ? [{ column, index: columns.indexOf(column), field }] : [];
  });
  const key = keys.find(({ name }) => name === mapping.keyField);
  if (!key) throw new Error(`There is no key ${mapping.keyField}.`);

  return ({ number, cells }: Row): ReadRow<Values> => {
    const errors: RowError[] = [];
    const values: Record<string, unknown> = {};
    const report = (name: unknown, message: string) => {
      const place = mapped.find(({ field }) => field.name === name);
      const cell = place && cells[place.index];
      errors.push({
        row: number,
        ...(place && { column: place.column, field: place.field.name }),
        ...(cell !== null && cell !== undefined && { value: String(cell).slice(0, MAX_SHOWN) }),
        message,
      });
    };
    if (cells.slice(columns.length).some((cell) => cell !== null))
      report(undefined, 'This row has more cells than the header.');
    for (const { index, field } of mapped) {
      const { value, message } = readCell(cells[index], field, mapping);
      if (message !== undefined) report(field.name, message);
      else if (value !== undefined) values[field.name] = value;
    }
    const parsed = schema.safeParse(values);
    if (!parsed.success) for (const { path, message } of issuesOf(parsed.error)) report(path[0], message);
    if (!parsed.success || errors.length > 0) return { errors };
    const text = keyOf(parsed.data, key, own);
    if (text !== undefined) return { values: parsed.data, key: text };
    const empty = key.fields.find((field) => Reflect.get(parsed.data, field) === undefined);
    report(empty, 'This cell tells the row apart from others and must not be empty.');
    return { errors };
  };
};
