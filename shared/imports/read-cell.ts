import type { ImportField } from './importable.ts';
import type { Mapping } from './mapping.ts';
import { dateOf, instantOf } from './moments.ts';
import type { Cell } from './table.ts';
import { inOurUnit, isMeasure } from './units.ts';

/** What a cell says; or what is wrong with it. Neither: nothing is in it. */
export type ReadCell = { readonly value?: unknown; readonly message?: string };

const PLAIN = { '.': /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/, ',': /^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/ };
const YES = new Set(['true', 'yes', 'y', '1', 'x', 'ja', 'wahr', 'oui', 'vrai', 'si', 'sì', 'sí', 'verdadero', 'tak']);
const NO = new Set(['false', 'no', 'n', '0', 'nein', 'falsch', 'non', 'faux', 'falso', 'nie']);
/** What a spreadsheet shows where a formula has no value. */
const FORMULA_ERROR = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/;
/** An apostrophe that keeps a spreadsheet from taking a text for a formula: our own error files have it. */
const GUARD = /^'(?=[=+\-@\t\r])/;

/** A number, with the separators of thousands that belong to the decimal sign; a text that could mean two numbers means none. */
export const numberOf = (text: string, decimal: Mapping['decimal']): number | undefined => {
  const compact = text.replace(/[\s\u00a0\u202f'’]/g, '');
  if (!PLAIN[decimal].test(compact)) return undefined;
  const english = decimal === ',' ? compact.replaceAll('.', '').replace(',', '.') : compact.replaceAll(',', '');
  return Number(english);
};

const textOf = (cell: Exclude<Cell, null>): string =>
  typeof cell === 'string' ? cell.replace(GUARD, '').trim() : String(cell);

const read = (cell: Exclude<Cell, null>, text: string, field: ImportField, how: Mapping): ReadCell => {
  const { reads } = field;
  if (isMeasure(reads) || reads === 'number') {
    const number = typeof cell === 'number' ? cell : numberOf(text, how.decimal);
    if (number === undefined) return { message: `Expected a number such as 1234${how.decimal}5.` };
    if (!isMeasure(reads)) return { value: number };
    const unit = how.units[field.name] ?? field.unit;
    return { value: unit === undefined ? number : inOurUnit(reads, number, unit) };
  }
  switch (reads) {
    case 'choice':
      return { value: text.toLowerCase().replace(/[\s_]+/g, '-') };
    case 'list':
      return { value: text.split(/[,;|]/).flatMap((part) => part.trim() || []) };
    case 'boolean': {
      const word = text.toLowerCase();
      return YES.has(word) ? { value: true } : NO.has(word) ? { value: false } : { message: 'Expected yes or no.' };
    }
    case 'date': {
      // A day with a time of day is that day.
      const date = dateOf(text, how.dateFormat) ?? instantOf(text, how.dateFormat, 'UTC')?.slice(0, 10);
      return date === undefined ? { message: `Expected a day such as ${how.dateFormat}.` } : { value: date };
    }
    case 'instant': {
      const at = instantOf(text, how.dateFormat, how.timeZone);
      return at === undefined ? { message: `Expected a moment such as ${how.dateFormat} 14:30.` } : { value: at };
    }
    case 'text':
      return { value: text };
  }
};

/** Reads a cell as its field and the mapping say. */
export const readCell = (cell: Cell | undefined, field: ImportField, how: Mapping): ReadCell => {
  if (cell === null || cell === undefined) return {};
  const text = textOf(cell);
  if (text === '') return {};
  if (FORMULA_ERROR.test(text)) return { message: `The cell shows ${text}: its formula has no value.` };
  return read(cell, text, field, how);
};
