import { createHash } from 'node:crypto';
import type { Import, Repeated } from './plan-rows.ts';
import { rowReader } from './read-row.ts';
import type { Row } from './table.ts';

/** Enough of a digest that no two of 100,000 keys share it; the keys themselves would be many times as long. */
const markOf = (key: string): string => createHash('sha256').update(key).digest('base64').slice(0, 16);

/**
 * Rows whose key an earlier row has already. They could undo each other at every run, so only the first of them counts. The whole table is read, once,
 * before anything is done.
 */
export const repeatedRows = async (
  { importable, columns, mapping }: Import,
  batches: AsyncIterable<readonly Row[]>,
): Promise<Repeated> => {
  const read = rowReader(importable, columns, mapping);
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  for await (const rows of batches) {
    for (const row of rows) {
      const { key } = read(row) as { key?: string };
      if (key === undefined) continue;
      const mark = markOf(key);
      const earlier = first.get(mark);
      if (earlier === undefined) first.set(mark, row.number);
      else repeated.set(row.number, earlier);
    }
    // Other requests of this process have waited.
    await new Promise(setImmediate);
  }
  return repeated;
};
