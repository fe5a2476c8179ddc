import type { TenantBlobs } from '../blobs/blobs.ts';
import { FleetError, invalid, notFound } from '../kernel/errors.ts';

/**
 * What a cell of a table holds. Days and times of a spreadsheet are texts without a time zone: `2026-03-31` or `2026-03-31T08:00:00`. An empty cell is
 * null.
 */
export type Cell = string | number | boolean | null;

/** A row with its number in the file, from 1. */
export interface Row {
  readonly number: number;
  readonly cells: readonly Cell[];
}

/** What a file may have at most. */
export const LIMITS = {
  fileBytes: 50 * 1024 * 1024,
  rows: 100_000,
  columns: 200,
  cellCharacters: 5_000,
  /** Of everything in a spreadsheet, unpacked. */
  unpackedBytes: 400 * 1024 * 1024,
} as const;

/** A file that can be read from any place, as often as needed. */
export interface Source {
  readonly bytes: number;
  read(offset: number, length?: number): Promise<AsyncIterable<Uint8Array>>;
}

export const badFile = (message: string, options?: ErrorOptions): FleetError =>
  new FleetError('invalid', 'imports/bad-file', message, { issues: [{ path: [], message }] }, options);

export const tooLarge = (message: string): FleetError => new FleetError('too-large', 'imports/too-large', message);

/** The code of an error of the platform or of a library. */
export const codeOf = (error: unknown): string => String(Reflect.get(Object(error), 'code') ?? '');

/** A blob as a source. @throws FleetError `not-found` when there is none, `too-large` when it is over the limit. */
export const sourceOf = async (blobs: TenantBlobs, path: string): Promise<Source> => {
  const found = await blobs.head(path);
  if (!found) throw notFound('imports/not-uploaded', 'The file has not been uploaded yet.');
  if (found.bytes > LIMITS.fileBytes) throw tooLarge(`A file may have ${LIMITS.fileBytes / 1024 / 1024} MB.`);
  if (found.bytes === 0) throw badFile('The file is empty.');
  return {
    bytes: found.bytes,
    async read(offset, length) {
      const part = await blobs.read(path, length === undefined ? { offset } : { offset, length });
      if (!part) throw notFound('imports/not-uploaded', 'The file is gone.');
      return part.content;
    },
  };
};

/** A part of a source as bytes. */
export const bytesOf = async (source: Source, offset: number, length?: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await source.read(offset, length)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** @throws FleetError `invalid` when a cell holds more than any field can take. */
export const checkedCells = ({ number, cells }: Row): Row => {
  if (cells.length > LIMITS.columns)
    throw tooLarge(`A table may have ${LIMITS.columns} columns; row ${number} has more.`);
  if (cells.some((cell) => typeof cell === 'string' && cell.length > LIMITS.cellCharacters)) {
    const message = `A cell may have ${LIMITS.cellCharacters} characters; one in row ${number} has more. Perhaps a quotation mark is missing.`;
    throw invalid('imports/bad-file', message, [{ path: [number], message }]);
  }
  return { number, cells };
};

export const isEmptyRow = (cells: readonly Cell[]): boolean => cells.every((cell) => cell === null || cell === '');
