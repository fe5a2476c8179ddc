import { Readable } from 'node:stream';
import { type Encoding, encodingOf, textOf } from './encoding.ts';
import { badFile, checkedCells, codeOf, LIMITS, type Row, type Source } from './table.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface CsvForm {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
}

const SAMPLE_CHARACTERS = 64 * 1024;
const SAMPLE_LINES = 20;
/** How Excel is told which delimiter a file has. */
const DECLARED = /^sep=(.)\r?\n/;

/** How often a delimiter stands in each of the first lines, outside of quotes. */
const countsOf = (sample: string, delimiter: string): number[] => {
  const counts = [0];
  let isQuoted = false;
  for (const character of sample) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === delimiter) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    else if (character === '\n') {
      if (counts.length === SAMPLE_LINES) return counts;
      counts.push(0);
    }
  }
  return counts.length > 1 && counts.at(-1) === 0 ? counts.slice(0, -1) : counts;
};

/** The delimiter that splits the first lines into most columns, the same number in each of them; a comma when none does. */
export const delimiterOf = (sample: string): Delimiter => {
  const declared = DECLARED.exec(sample)?.[1];
  const known = DELIMITERS.find((delimiter) => delimiter === declared);
  if (known) return known;
  const weighed = DELIMITERS.map((delimiter) => {
    const [head = 0, ...others] = countsOf(sample, delimiter);
    const alike = others.filter((count) => count === head).length / Math.max(1, others.length);
    return { delimiter, weight: head * (others.length === 0 ? 1 : alike) };
  });
  const best = weighed.reduce((a, b) => (b.weight > a.weight ? b : a));
  return best.weight > 0 ? best.delimiter : ',';
};

/** What can be guessed of a CSV file. */
export const formOf = async (source: Source, told: Partial<CsvForm> = {}): Promise<CsvForm> => {
  const encoding = told.encoding ?? (await encodingOf(source));
  if (told.delimiter) return { encoding, delimiter: told.delimiter };
  let sample = '';
  for await (const text of textOf(source, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE_CHARACTERS) break;
  }
  return { encoding, delimiter: delimiterOf(sample) };
};

/** The rows of a CSV file, one after the other, in the memory of a few. */
export async function* readCsv(source: Source, { encoding, delimiter }: CsvForm): AsyncGenerator<Row> {
  const { parse } = await import('csv-parse');
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    // What is longer has lost a quotation mark, and would swallow the rest of the file.
    max_record_size: LIMITS.columns * LIMITS.cellCharacters,
  });
  const text = Readable.from(textOf(source, encoding));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      if (number === 1 && record.length <= 2 && /^sep=.?$/.test(record[0] ?? '')) continue;
      yield checkedCells({ number, cells: record.map((cell) => (cell === '' ? null : cell)) });
    }
  } catch (error) {
    if (codeOf(error).startsWith('CSV_'))
      throw badFile(`The file cannot be read after row ${number}: ${(error as Error).message}`, { cause: error });
    throw error;
  } finally {
    text.destroy();
    parser.destroy();
  }
}
