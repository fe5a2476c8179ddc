import { z } from 'zod';
import { type Issue, invalid } from '../kernel/errors.ts';
import type { Importable, ImportField, ImportKey } from './importable.ts';
import { DATE_FORMATS, type DateFormat, isTimeZone } from './moments.ts';
import type { Cell } from './table.ts';
import { isMeasure, UNITS, unitsOf } from './units.ts';

/** Which column holds what, and how it is written. */
export const Mapping = z
  .strictObject({
    columns: z
      .array(z.strictObject({ column: z.string().max(220), field: z.string().max(64) }))
      .max(200)
      .describe('Columns that are not named here are not read.'),
    keyField: z
      .string()
      .max(64)
      .describe('By what rows are matched with what is there: one of the `keys` of the entity.'),
    dateFormat: z
      .enum(DATE_FORMATS)
      .default('YYYY-MM-DD')
      .describe('How days are written. `2026-03-31` is understood whatever it says.'),
    decimal: z.enum(['.', ',']).default('.').describe('What stands before the decimals.'),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'There is no such time zone.')
      .default('UTC')
      .describe('Of times that do not say theirs.'),
    units: z
      .record(z.string().max(64), z.enum(UNITS))
      .default({})
      .describe('The unit of a field, where it is not the usual one.'),
  })
  .meta({ id: 'ImportMapping' });
export type Mapping = z.infer<typeof Mapping>;

/** Letters and digits only, without case and accents. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{N}]/gu, '');

/** The field that a column is likely to hold, by its header. */
const fieldFor = (fields: readonly ImportField[], column: string): ImportField | undefined =>
  fields.find(({ name, label, synonyms }) => [name, label, ...synonyms].some((word) => plain(word) === plain(column)));

const cellsOf = (sample: readonly (readonly Cell[])[]): string[] =>
  sample.flatMap((cells) => cells.flatMap((cell) => (typeof cell === 'string' ? [cell.trim()] : [])));

/** The format of which there are most in a sample. `03/04/2026` may be either of two; a day beyond 12 decides. */
const dateFormatIn = (cells: readonly string[]): DateFormat => {
  const written = cells.flatMap((cell) => /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?=$|[ T,])/.exec(cell) ?? []);
  const [text = '', first = '', separator] = written;
  if (text === '') return 'YYYY-MM-DD';
  if (first.length === 4) return separator === '/' ? 'YYYY/MM/DD' : 'YYYY-MM-DD';
  if (separator === '.') return 'DD.MM.YYYY';
  if (separator === '-') return 'DD-MM-YYYY';
  return cells.some((cell) => /^\d{1,2}\/(1[3-9]|2\d|3[01])\//.test(cell)) ? 'MM/DD/YYYY' : 'DD/MM/YYYY';
};

/** A comma before one, two or more than three digits at the end is no separator of thousands. */
const decimalIn = (cells: readonly string[]): '.' | ',' =>
  cells.some((cell) => /^[+-]?[\d.]+,(\d{1,2}|\d{4,})$/.test(cell)) ? ',' : '.';

const has = (mapped: ReadonlySet<string>, { fields }: ImportKey) => fields.every((field) => mapped.has(field));

/** A mapping that a person can correct: each column's field by its header, the first key whose fields are all there. */
export const guessMapping = (
  { fields, keys }: Pick<Importable, 'fields' | 'keys'>,
  columns: readonly string[],
  sample: readonly (readonly Cell[])[],
): Mapping => {
  const mapped = new Set<string>();
  const guessed = columns.flatMap((column) => {
    const field = fieldFor(fields, column);
    if (!field || mapped.has(field.name)) return [];
    mapped.add(field.name);
    return [{ column, field: field.name }];
  });
  const cells = cellsOf(sample);
  return {
    columns: guessed,
    keyField: (keys.find((key) => has(mapped, key)) ?? keys[0])?.name ?? '',
    dateFormat: dateFormatIn(cells),
    decimal: decimalIn(cells),
    timeZone: 'UTC',
    units: {},
  };
};

const refused = (issues: readonly Issue[]) => invalid('imports/bad-mapping', 'The mapping does not fit.', issues);

/** @throws FleetError `invalid` naming everything that does not fit: the file, the entity, each other. */
export const checkMapping = (
  { fields, keys }: Pick<Importable, 'fields' | 'keys'>,
  columns: readonly string[],
  mapping: Mapping,
): void => {
  const issues: Issue[] = [];
  const mapped = new Set<string>();
  const seen = new Set<string>();
  for (const [index, { column, field }] of mapping.columns.entries()) {
    const at = (name: string, message: string) => issues.push({ path: ['columns', index, name], message });
    if (!columns.includes(column)) at('column', 'The file has no such column.');
    if (seen.has(column)) at('column', 'This column is named twice.');
    if (!fields.some(({ name }) => name === field))
      at('field', `There is no such field; there are: ${fields.map(({ name }) => name).join(', ')}.`);
    if (mapped.has(field)) at('field', 'This field is named twice.');
    seen.add(column);
    mapped.add(field);
  }
  const key = keys.find(({ name }) => name === mapping.keyField);
  if (!key) issues.push({ path: ['keyField'], message: `One of ${keys.map(({ name }) => name).join(', ')}.` });
  else if (!has(mapped, key))
    issues.push({ path: ['keyField'], message: `It needs a column for ${key.fields.join(', ')}.` });
  for (const [name, unit] of Object.entries(mapping.units)) {
    const field = fields.find((one) => one.name === name);
    const units = field && isMeasure(field.reads) ? unitsOf(field.reads) : [];
    if (!units.includes(unit))
      issues.push({
        path: ['units', name],
        message: units.length > 0 ? `One of ${units.join(', ')}.` : 'This field has no unit.',
      });
  }
  if (issues.length > 0) throw refused(issues);
};
