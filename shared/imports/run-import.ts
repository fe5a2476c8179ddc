import type { TenantBlobs } from '../blobs/blobs.ts';
import type { Done, JobDefinition, Notes, Portion } from '../jobs/job.ts';
import type { Services } from '../services.ts';
import { type DoneRow, doRows } from './do-rows.ts';
import { keepErrors, writeErrorFile } from './error-file.ts';
import type { Mapping } from './mapping.ts';
import { type Import, planRows, type Repeated } from './plan-rows.ts';
import { repeatedRows } from './repeated-rows.ts';
import { allStaged, readStaged } from './stage.ts';
import { bytesOf, sourceOf } from './table.ts';

/** What an import was told when it was started; what is changed of it later is for the next one. */
export interface RunInput {
  readonly importId: string;
  readonly entity: string;
  /** The name of the file. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly mapping: Mapping;
  readonly rows: number;
  /** Of the file with the errors. */
  readonly delimiter: string;
}

/** First it is found out which rows repeat another; then come the rows, from byte `offset` on; then the file with the errors. */
export type RunCursor =
  | { readonly phase: 'rows'; readonly offset: number; readonly hasRepeated: boolean }
  | { readonly phase: 'errors' };

const ROWS_PER_READ = 2_000;

/** Where an import keeps what belongs to it. The container forgets it after some weeks. */
export const importFolder = (importId: string): string => `imports/${importId}`;
export const stagedPath = (importId: string): string => `${importFolder(importId)}/rows.ndjson`;

/** The entity of a run. @throws Error when no area imports it any more. */
const importOf = ({ importables }: Services, { entity, columns, mapping }: RunInput): Import => {
  const importable = importables.get(entity);
  if (!importable) throw new Error(`No area imports ${entity}.`);
  return { importable, columns, mapping };
};

const counted = (notes: Notes, rows: readonly DoneRow[]): Notes => {
  const next: Record<string, number> = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  for (const name of Object.keys(next)) next[name] = Number(notes[name] ?? 0);
  for (const { outcome } of rows) next[outcome] = (next[outcome] ?? 0) + 1;
  return next;
};

const lookForRepeated = async (
  services: Services,
  blobs: TenantBlobs,
  input: RunInput,
  path: string,
): Promise<RunCursor> => {
  const batches = allStaged(blobs, stagedPath(input.importId), ROWS_PER_READ);
  const repeated = await repeatedRows(importOf(services, input), batches);
  const hasRepeated = repeated.size > 0;
  if (hasRepeated)
    await blobs.write(path, Buffer.from(JSON.stringify([...repeated])), { contentType: 'application/json' });
  return { phase: 'rows', offset: 0, hasRepeated };
};

const readRepeated = async (blobs: TenantBlobs, path: string): Promise<Repeated> =>
  new Map(JSON.parse((await bytesOf(await sourceOf(blobs, path), 0)).toString()) as [number, number][]);

const runRows = async (
  services: Services,
  blobs: TenantBlobs,
  input: RunInput,
  { offset, repeated, count }: { readonly offset: number; readonly repeated: Repeated; readonly count: number },
  { caller, now, correlationId, from, jobId, attempts }: Portion,
) => {
  const run = importOf(services, input);
  const errand = { caller, now, correlationId, name: jobId, ...(from !== undefined && { from }) };
  const { rows, next } = await readStaged(blobs, stagedPath(input.importId), offset, count);
  const planned = await planRows(services, run, errand, rows, repeated);
  const done = await doRows(services, run, planned, attempts);
  await keepErrors(blobs, `${importFolder(input.importId)}/${jobId}`, done);
  return { done, next };
};

/** The errors' file is called after the imported one. */
const errorName = (name: string) => `${name.replace(/\.\w{1,5}$/, '').toWellFormed()} - errors.csv`;

/** The work of an import, some rows at a time: as many as take a second or two. */
export const importRunOf = (rowsPerPortion: number): JobDefinition<RunInput, RunCursor> => ({
  name: 'imports-run',
  async run(input, cursor, portion, services): Promise<Done<RunCursor>> {
    const { tenantId, jobId, progress, notes } = portion;
    const blobs = services.exports.in(tenantId);
    const folder = `${importFolder(input.importId)}/${jobId}`;
    const repeatedPath = `${folder}/repeated.json`;
    if (!cursor) {
      const next = await lookForRepeated(services, blobs, input, repeatedPath);
      return { cursor: next, progress: { done: 0, total: input.rows, failed: 0 }, notes: counted({}, []) };
    }
    if (cursor.phase === 'errors') {
      const path = `${folder}/errors.csv`;
      const hasErrors = await writeErrorFile(blobs, folder, path, input);
      return { progress, notes, ...(hasErrors && { result: { path, name: errorName(input.name) } }) };
    }
    const { offset, hasRepeated } = cursor;
    const repeated = hasRepeated ? await readRepeated(blobs, repeatedPath) : new Map();
    const { done, next } = await runRows(services, blobs, input, { offset, repeated, count: rowsPerPortion }, portion);
    const total = counted(notes, done);
    const failed = Number(total.failed);
    return {
      cursor: next === undefined ? { phase: 'errors' } : { ...cursor, offset: next },
      progress: { done: progress.done + done.length, total: input.rows, failed },
      notes: total,
    };
  },
});

export const importRun = importRunOf(200);
