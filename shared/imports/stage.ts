import type { TenantBlobs } from '../blobs/blobs.ts';
import { badFile, type Cell, isEmptyRow, LIMITS, type Row, tooLarge } from './table.ts';

/** What is known of a table after it has been read once. */
export interface Staged {
  /** The names in its first row, made different from each other. */
  readonly columns: readonly string[];
  /** How many rows it has below that. */
  readonly rows: number;
  /** The first of them, long texts cut off. */
  readonly sample: readonly (readonly Cell[])[];
}

/** A row below the header, as it is kept between reading and running: a line of JSON. */
type Line = readonly [number: number, ...cells: Cell[]];

const SAMPLE_ROWS = 20;
/** The sample lies in a document of limited size. */
const SAMPLE_CHARACTERS = 100;
const PIECE_CHARACTERS = 256 * 1024;

/** `A`, `B` … `AA`: what a spreadsheet calls a column. */
const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

const shortened = (cell: Cell): Cell => (typeof cell === 'string' ? cell.slice(0, SAMPLE_CHARACTERS) : cell);

/** The names of the columns. One without a name is called by its letter, one of several alike by its number. */
const namesOf = (cells: readonly Cell[]): string[] => {
  const last = cells.findLastIndex((cell) => cell !== null && String(cell).trim() !== '');
  const names: string[] = [];
  for (const [index, cell] of cells.slice(0, last + 1).entries()) {
    const name =
      String(cell ?? '')
        .trim()
        .slice(0, 200) || `Column ${letterOf(index)}`;
    const alike = names.filter((other) => other === name || other.startsWith(`${name} (`)).length;
    names.push(alike === 0 ? name : `${name} (${alike + 1})`);
  }
  return names;
};

/**
 * Reads a table once and keeps its rows as lines of JSON: from then on its rows can be read from any of them on, whatever kind of file it was.
 * @throws FleetError `invalid` when there is nothing to import, `too-large`.
 */
export const stage = async (table: AsyncIterable<Row>, blobs: TenantBlobs, path: string): Promise<Staged> => {
  let columns: string[] | undefined;
  let rows = 0;
  const sample: (readonly Cell[])[] = [];

  async function* lines(): AsyncGenerator<Uint8Array> {
    let piece = '';
    for await (const { number, cells } of table) {
      if (isEmptyRow(cells)) continue;
      if (!columns) {
        columns = namesOf(cells);
        continue;
      }
      rows += 1;
      if (rows > LIMITS.rows) throw tooLarge(`A file may have ${LIMITS.rows} rows.`);
      if (sample.length < SAMPLE_ROWS) sample.push(cells.slice(0, columns.length).map(shortened));
      piece += `${JSON.stringify([number, ...cells] satisfies Line)}\n`;
      if (piece.length >= PIECE_CHARACTERS) {
        yield Buffer.from(piece);
        piece = '';
      }
    }
    yield Buffer.from(piece);
  }

  await blobs.write(path, lines(), { contentType: 'application/x-ndjson' });
  if (!columns || rows === 0) throw badFile('The file has no rows below its header.');
  return { columns, rows, sample };
};

/** Rows from somewhere on, and where the next one begins; undefined behind the last. */
export interface StagedRows {
  readonly rows: readonly Row[];
  readonly next: number | undefined;
}

const READ_BYTES = 512 * 1024;

const rowOf = (line: string): Row => {
  const [number, ...cells] = JSON.parse(line) as Line;
  return { number, cells };
};

/** Up to `count` rows of a staged table that begin at byte `offset`. */
export const readStaged = async (
  blobs: TenantBlobs,
  path: string,
  offset: number,
  count: number,
): Promise<StagedRows> => {
  const whole = await blobs.head(path);
  if (!whole) throw badFile('What was read of the file is gone; it is kept for 30 days. Upload it again.');
  const rows: Row[] = [];
  let at = offset;
  let rest = Buffer.alloc(0);
  while (rows.length < count && at + rest.length < whole.bytes) {
    const part = await blobs.read(path, { offset: at + rest.length, length: READ_BYTES });
    if (!part) break;
    const chunks = [rest];
    for await (const chunk of part.content) chunks.push(chunk);
    rest = Buffer.concat(chunks);
    for (let end = rest.indexOf(10); end >= 0 && rows.length < count; end = rest.indexOf(10)) {
      rows.push(rowOf(rest.toString('utf8', 0, end)));
      rest = rest.subarray(end + 1);
      at += end + 1;
    }
  }
  return { rows, next: at < whole.bytes ? at : undefined };
};

/** All rows of a staged table, in batches. */
export async function* allStaged(blobs: TenantBlobs, path: string, batch: number): AsyncGenerator<readonly Row[]> {
  for (let next: number | undefined = 0; next !== undefined; ) {
    const part: StagedRows = await readStaged(blobs, path, next, batch);
    if (part.rows.length > 0) yield part.rows;
    next = part.next;
  }
}
