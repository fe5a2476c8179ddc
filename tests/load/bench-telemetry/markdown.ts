export type Cell = string | number;

const GROUPED = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const LARGE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** With as many digits as mean anything. */
export const shown = (cell: Cell): string =>
  typeof cell === 'string' ? cell : (Math.abs(cell) >= 1_000 ? LARGE : GROUPED).format(cell);

/** A table as Markdown has it: the first column to the left, the others to the right. */
export const markdownTable = (heads: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const cells = [heads, ...rows.map((row) => row.map(shown))];
  const widths = heads.map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), rule, ...body.map(line)].join('\n');
};

/** The page with this text between the marks of a section. @throws Error when there are none. */
export const withSection = (page: string, section: string, text: string): string => {
  const [begin, end] = [`<!-- begin ${section} -->`, `<!-- end ${section} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no ${begin} … ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
};
