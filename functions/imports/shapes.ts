import { z } from 'zod';
import { DELIMITERS } from '../../shared/imports/csv.ts';
import { ENCODINGS } from '../../shared/imports/encoding.ts';
import { Mapping } from '../../shared/imports/mapping.ts';
import { TABLE_TYPES } from '../../shared/imports/read-table.ts';
import { LIMITS } from '../../shared/imports/table.ts';
import { UNITS } from '../../shared/imports/units.ts';
import { Job } from '../../shared/jobs/job-shown.ts';
import { Line } from '../../shared/kernel/text.ts';

export const CreateImportBody = z.strictObject({
  entity: z.string().max(64).describe('What the rows are; see `GET imports/entities`.'),
  name: Line(200).describe('The name of the file.'),
  contentType: z.enum(TABLE_TYPES),
  bytes: z.int().min(1).max(LIMITS.fileBytes).describe('The size of the file.'),
});

export const ReadFileBody = z
  .strictObject({
    sheet: z.string().max(200).exactOptional().describe('The sheet to read of a spreadsheet; else the first one.'),
    delimiter: z.enum(DELIMITERS).exactOptional(),
    encoding: z.enum(ENCODINGS).exactOptional(),
  })
  .default({})
  .describe('What was guessed wrong of the file.');
export type ReadFile = z.infer<typeof ReadFileBody>;

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What was found in a file. */
const FoundTable = z
  .object({
    columns: z.array(z.string()).readonly().describe('The names in the first row, made different from each other.'),
    rows: z.int().describe('How many rows there are below it.'),
    sample: z.array(z.array(Cell).readonly()).readonly().describe('The first 20 of them.'),
    delimiter: z.enum(DELIMITERS).exactOptional(),
    encoding: z.enum(ENCODINGS).exactOptional(),
    sheet: z.string().exactOptional(),
    sheets: z.array(z.string()).readonly().exactOptional(),
  })
  .meta({ id: 'ImportTable', description: 'What was found in a file.' });
export type FoundTable = z.infer<typeof FoundTable>;

export const Import = z
  .object({
    id: z.string(),
    entity: z.string(),
    name: z.string(),
    contentType: z.enum(TABLE_TYPES),
    state: z
      .enum(['waiting', 'read', 'mapped', 'started'])
      .describe(
        '`waiting` for the file; `read`: its mapping is a guess; `mapped`: it was confirmed; `started`: see `job`.',
      ),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    table: FoundTable.exactOptional(),
    mapping: Mapping.exactOptional(),
    job: Job.exactOptional().describe(
      'Its latest run; `notes` count the rows that were created, updated, unchanged and failed.',
    ),
  })
  .meta({ id: 'Import', description: 'A table on its way into the fleet. It is kept for 30 days, its file as well.' });
export type Import = z.infer<typeof Import>;

export const ImportWithUpload = Import.extend({
  upload: z.object({
    url: z.string().describe('PUT the file here, with these headers.'),
    headers: z.record(z.string(), z.string()),
    expiresAt: z.iso.datetime(),
  }),
}).meta({ id: 'ImportWithUpload' });

const RowError = z
  .object({
    row: z.int().describe("The row's number in the file; the header is row 1."),
    column: z.string().exactOptional(),
    field: z.string().exactOptional(),
    value: z.string().exactOptional(),
    message: z.string(),
  })
  .meta({ id: 'ImportRowError' });

export const Preview = z
  .object({
    rows: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    errors: z.array(RowError).readonly().describe('Those of the first rows that cannot be imported; 100 at most.'),
  })
  .meta({ id: 'ImportPreview', description: 'What a run would do now. Nothing has been written.' });
export type Preview = z.infer<typeof Preview>;

export const ImportEntity = z
  .object({
    entity: z.string(),
    fields: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        reads: z.string().describe('What its cells hold.'),
        unit: z.enum(UNITS).exactOptional().describe('The unit unless the mapping says another one.'),
        required: z.boolean().describe('Whether a row must have it that makes something new.'),
        example: z.string(),
      }),
    ),
    keys: z.array(z.object({ name: z.string(), fields: z.array(z.string()) })).describe('By what rows can be matched.'),
  })
  .meta({ id: 'ImportEntity', description: 'What can be imported, and from which columns.' });
