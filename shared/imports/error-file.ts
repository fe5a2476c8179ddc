import type { TenantBlobs } from '../blobs/blobs.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv-line.ts';
import type { DoneRow } from './do-rows.ts';
import type { RowError } from './read-row.ts';
import type { Cell } from './table.ts';

/** Where the errors of one portion are kept until the file is made; they sort by the first of its rows. */
const partPath = (folder: string, firstRow: number) => `${folder}/errors/${String(firstRow).padStart(9, '0')}.json`;

interface Part {
  readonly cells: readonly Cell[];
  readonly errors: readonly RowError[];
}

/** Keeps the rows of a portion that could not be done. A portion that is done again replaces them. */
export const keepErrors = async (blobs: TenantBlobs, folder: string, rows: readonly DoneRow[]): Promise<void> => {
  const [first] = rows;
  const parts = rows.flatMap(({ row, outcome, errors }): Part[] =>
    outcome === 'failed' ? [{ cells: row.cells, errors }] : [],
  );
  if (!first) return;
  const path = partPath(folder, first.row.number);
  if (parts.length === 0) await blobs.remove(path);
  else await blobs.write(path, Buffer.from(JSON.stringify(parts)), { contentType: 'application/json' });
};

async function* partsOf(blobs: TenantBlobs, folder: string): AsyncGenerator<Part> {
  let cursor: string | undefined;
  do {
    const page = await blobs.list(`${folder}/errors/`, { cursor });
    for (const { path } of page.items) {
      const part = await blobs.read(path);
      const chunks: Uint8Array[] = [];
      for await (const chunk of part?.content ?? []) chunks.push(chunk);
      yield* JSON.parse(Buffer.concat(chunks).toString() || '[]') as Part[];
    }
    cursor = page.nextCursor;
  } while (cursor);
}

const wordsOf = ({ column, message }: RowError): string => (column === undefined ? message : `${column}: ${message}`);

/**
 * The rows that could not be done, as the file had them, with one more column that says why: to be corrected and imported again.
 * @returns whether there are any.
 */
export const writeErrorFile = async (
  blobs: TenantBlobs,
  folder: string,
  path: string,
  { columns, delimiter }: { readonly columns: readonly string[]; readonly delimiter: string },
): Promise<boolean> => {
  let rows = 0;
  async function* lines(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(BYTE_ORDER_MARK + csvLine([...columns, 'error'], delimiter));
    for await (const { cells, errors } of partsOf(blobs, folder)) {
      rows += 1;
      const row = columns.map((_, index) => cells[index] ?? null);
      yield Buffer.from(csvLine([...row, errors.map(wordsOf).join(' ')], delimiter));
    }
  }
  await blobs.write(path, lines(), { contentType: 'text/csv; charset=utf-8' });
  if (rows === 0) await blobs.remove(path);
  return rows > 0;
};
