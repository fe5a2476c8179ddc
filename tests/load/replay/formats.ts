import { extname } from 'node:path';
import type { Columns } from './columns.ts';
import { csvReader } from './csv.ts';
import { readGpx } from './gpx.ts';
import { jsonReader } from './json-points.ts';
import { readNmea } from './nmea.ts';
import { readPlt } from './plt.ts';
import type { Reader } from './track.ts';

/** The reader for a file, by the end of its name. Throws with the names it knows for any other. */
export const readerFor = (path: string, columns: Columns): Reader => {
  const readers: Readonly<Record<string, Reader>> = {
    '.gpx': readGpx,
    '.csv': csvReader(columns),
    '.tsv': csvReader(columns),
    '.plt': readPlt,
    '.nmea': readNmea,
    '.nma': readNmea,
    '.json': jsonReader(columns),
  };
  const reader = readers[extname(path).toLowerCase()];
  if (reader) return reader;
  throw new Error(`'${extname(path)}' is not a track this tool can read. It reads ${Object.keys(readers).join(', ')}.`);
};
