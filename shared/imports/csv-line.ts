import type { Cell } from './table.ts';

/** What a spreadsheet would take for a formula: it could fetch, or run, whatever somebody has written into a table. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/**
 * A line of a CSV file that no spreadsheet takes for anything but text. What would be a formula gets an apostrophe in front, which an import takes off
 * again.
 */
export const csvLine = (cells: readonly Cell[], delimiter: string): string => {
  const written = cells.map((cell) => {
    const text = String(cell ?? '');
    const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
    return /["\r\n]/.test(safe) || safe.includes(delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe;
  });
  return `${written.join(delimiter)}\r\n`;
};

/** The mark by which a spreadsheet knows that a file is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';
