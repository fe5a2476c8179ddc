import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { type Columns, chooseColumns, pointOf } from './columns.ts';
import type { Reader } from './track.ts';

/** Reads rows as they come; the first line names the columns. */
export const csvReader = (told: Columns): Reader =>
  async function* (path) {
    const delimiter = delimiterOf(await firstLine(path));
    const rows = parse({
      bom: true,
      columns: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    // The loop below is where a broken file is reported; without a listener the same error would also end the process.
    pipeline(createReadStream(path), rows).catch(() => undefined);

    let columns: Columns | undefined;
    for await (const { record, info } of rows as AsyncIterable<Row>) {
      columns ??= chooseColumns(Object.keys(record), told);
      yield pointOf(`line ${info.lines}`, record, columns);
    }
  };

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

const firstLine = async (path: string): Promise<string> => {
  const input = createReadStream(path);
  try {
    for await (const line of createInterface({ input })) return line;
    return '';
  } finally {
    input.destroy();
  }
};

const delimiterOf = (line: string): string =>
  [',', ';', '\t', '|'].reduce((best, next) => (line.split(next).length > line.split(best).length ? next : best));
