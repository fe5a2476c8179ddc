import { type CsvForm, formOf, readCsv } from './csv.ts';
import { readSheet } from './sheet.ts';
import { badFile, type Row, type Source } from './table.ts';
import { openWorkbook } from './workbook.ts';

export const CSV_TYPE = 'text/csv';
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const TABLE_TYPES = [CSV_TYPE, XLSX_TYPE] as const;
export type TableType = (typeof TABLE_TYPES)[number];

/** What can be told or guessed of a file before it is read. */
export interface TableForm extends Partial<CsvForm> {
  /** The sheet to read, and all there are. */
  readonly sheet?: string;
  readonly sheets?: readonly string[];
}

export interface Table {
  readonly form: TableForm;
  readonly rows: AsyncIterable<Row>;
}

/** Opens a CSV or XLSX file. What is not told of its form is guessed; of several sheets the first is read. */
export const openTable = async (source: Source, type: TableType, told: TableForm = {}): Promise<Table> => {
  if (type === CSV_TYPE) {
    const form = await formOf(source, told);
    return { form, rows: readCsv(source, form) };
  }
  const book = await openWorkbook(source);
  const sheets = book.sheets.map(({ name }) => name);
  const sheet = book.sheets.find(({ name }) => told.sheet === undefined || name === told.sheet);
  if (!sheet) throw badFile(`The file has no sheet "${told.sheet}". It has: ${sheets.join(', ')}.`);
  return { form: { sheet: sheet.name, sheets }, rows: readSheet(book, sheet) };
};
