import { readFile } from 'node:fs/promises';
import { type Columns, chooseColumns, pointOf } from './columns.ts';
import type { Reader } from './track.ts';

/** Reads an array of objects, each with a time and a place (lat and lon, or a WKT point). */
export const jsonReader = (told: Columns): Reader =>
  async function* (path) {
    const points: unknown = parse(await readFile(path, 'utf8'));
    if (!Array.isArray(points)) throw new Error('The JSON is not an array of points.');

    let columns: Columns | undefined;
    for (const [index, point] of points.entries()) {
      const where = `item ${index + 1}`;
      if (!isRecord(point)) {
        yield { where, flaw: 'not an object' };
        continue;
      }
      columns ??= chooseColumns(Object.keys(point), told);
      yield pointOf(where, point, columns);
    }
  };

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`This is not JSON: ${(cause as Error).message}`, { cause });
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
