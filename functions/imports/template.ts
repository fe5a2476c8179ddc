import { z } from 'zod';
import { file } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../shared/imports/csv-line.ts';
import { CSV_TYPE, XLSX_TYPE } from '../../shared/imports/read-table.ts';
import { importableFor } from './keep-imports.ts';

const xlsxOf = async (sheet: string, labels: readonly string[]): Promise<Uint8Array> => {
  const { writeXlsx } = await import('hucre/xlsx');
  return writeXlsx({ sheets: [{ name: sheet, rows: [[...labels]] }] });
};

export const importTemplate = endpoint({
  summary: 'Get an empty table to fill in',
  description: 'It has a column for every field, with the headers that an import recognises.',
  scope: 'imports:read',
  params: z.object({ entity: z.string().max(64) }),
  query: z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') }),
  answer: [file(CSV_TYPE), file(XLSX_TYPE)],
  async run({ params: { entity }, query: { format }, caller }, services) {
    const { fields } = importableFor(services, caller, entity);
    const labels = fields.map(({ label }) => label);
    const body = format === 'csv' ? BYTE_ORDER_MARK + csvLine(labels, ',') : await xlsxOf(entity, labels);
    const headers = {
      'content-type': format === 'csv' ? `${CSV_TYPE}; charset=utf-8` : XLSX_TYPE,
      'content-disposition': `attachment; filename="${entity}.${format}"`,
    };
    return { status: 200, headers, body };
  },
});
