import { badFile, type Cell, checkedCells, LIMITS, type Row, tooLarge } from './table.ts';
import { unescaped, type Workbook } from './workbook.ts';
import { attributeOf, xmlReader } from './xml.ts';
import { readEntry } from './zip.ts';

const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets; they believe that 1900 was a leap year, so days before March 1900 are one off. */
const DAY_0 = Date.UTC(1899, 11, 30);
const DAY_0_FROM_1904 = Date.UTC(1904, 0, 1);
const LAST_DAY = 2_958_465;
/** More than a spreadsheet lets anybody write into a cell. */
const MAX_TEXT = 256 * 1024;

/** A number that is shown as a day, as text: `2026-03-31`, with its time of day when it has one. */
export const dayOf = (serial: number, from1904: boolean): Cell => {
  if (!(serial >= 1 && serial <= LAST_DAY)) return serial;
  const shift = !from1904 && serial < 60 ? 1 : 0;
  const at = new Date((from1904 ? DAY_0_FROM_1904 : DAY_0) + Math.round(((serial + shift) * DAY_MS) / 1000) * 1000);
  const text = at.toISOString().slice(0, 19);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
};

/** The column of `BC12`, from 0. */
const columnOf = (reference: string): number => {
  let column = 0;
  for (const letter of /^[A-Z]*/i.exec(reference)?.[0].toUpperCase() ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
};

type Book = Pick<Workbook, 'texts' | 'isDay' | 'from1904'>;

/** What a cell shows. A formula counts as the value it had when the file was saved. */
const shownValue = ({ texts, isDay, from1904 }: Book, type: string, style: number, text: string): Cell => {
  if (text === '') return null;
  switch (type) {
    case 's':
      return texts[Number(text)] ?? null;
    case 'b':
      return text === '1' || text === 'true';
    case 'str':
    case 'inlineStr':
      return unescaped(text);
    case 'd':
    case 'e':
      return text;
    default: {
      const number = Number(text);
      if (Number.isNaN(number)) return text;
      return isDay[style] ? dayOf(number, from1904) : number;
    }
  }
};

/** Collects the rows of a sheet's XML; `take` answers those that are complete. */
const rowCollector = (book: Book) => {
  let rows: Row[] = [];
  let cells: Cell[] = [];
  let [number, column, type, style, text, isText] = [0, 0, '', 0, '', false];

  const reader = xmlReader({
    open(name, attributes) {
      if (name === 'row') {
        number = Number(attributeOf(attributes, 'r') ?? number + 1);
        if (!Number.isInteger(number) || number < 1) throw badFile('The file is damaged: a row has no number.');
        cells = [];
        column = 0;
      } else if (name === 'c') {
        const reference = attributeOf(attributes, 'r');
        if (reference !== undefined) column = columnOf(reference);
        if (!(column >= 0 && column < LIMITS.columns))
          throw tooLarge(`A table may have ${LIMITS.columns} columns; row ${number} has more.`);
        type = attributeOf(attributes, 't') ?? 'n';
        style = Number(attributeOf(attributes, 's') ?? -1);
        text = '';
      } else isText = name === 'v' || name === 't';
    },
    text(piece) {
      if (!isText) return;
      text += piece;
      if (text.length > MAX_TEXT) throw badFile(`The file is damaged: a cell in row ${number} does not end.`);
    },
    close(name) {
      if (name === 'v' || name === 't') isText = false;
      else if (name === 'c') {
        while (cells.length < column) cells.push(null);
        cells[column] = shownValue(book, type, style, text);
        column += 1;
      } else if (name === 'row') rows.push(checkedCells({ number, cells }));
    },
  });
  return {
    write: reader.write,
    take(): Row[] {
      const taken = rows;
      rows = [];
      return taken;
    },
  };
};

/** The rows of one sheet, one after the other, in the memory of a few. */
export async function* readSheet(book: Workbook, sheet: Workbook['sheets'][number]): AsyncGenerator<Row> {
  const collector = rowCollector(book);
  const decoder = new TextDecoder();
  for await (const chunk of readEntry(book.source, sheet.entry)) {
    collector.write(decoder.decode(chunk, { stream: true }));
    yield* collector.take();
  }
}
