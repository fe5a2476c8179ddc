import { accepted } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { checkMapping, Mapping } from '../../shared/imports/mapping.ts';
import { previewRows } from '../../shared/imports/preview-rows.ts';
import { importRun, stagedPath } from '../../shared/imports/run-import.ts';
import { hasEnded, type StoredJob } from '../../shared/jobs/job.ts';
import { acceptedJob, Job } from '../../shared/jobs/job-shown.ts';
import { jobsOf } from '../../shared/jobs/keep-jobs.ts';
import { startJob } from '../../shared/jobs/start-job.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { importableFor, importFor, keepImport, type StoredImport, shownImport } from './keep-imports.ts';
import { Import, Preview } from './shapes.ts';
import { ImportParams } from './upload.ts';

/** What a mapping is for. @throws FleetError `conflict` while there is no file. */
const tableOf = ({ table, mapping }: StoredImport) => {
  if (!table || !mapping) throw conflict('imports/no-file', 'The file of this import has not been read yet.');
  return { table, mapping };
};

/** Everything that is needed to run an import. */
const readyImport = async (services: Services, caller: Caller, importId: string) => {
  const stored = await importFor(services, caller, importId);
  const importable = importableFor(services, caller, stored.doc.entity);
  const { table, mapping } = tableOf(stored.doc);
  checkMapping(importable, table.columns, mapping);
  return { ...stored, importable, table, mapping };
};

export const mapImport = endpoint({
  summary: 'Say which column of an import holds what',
  scope: 'imports:write',
  params: ImportParams,
  body: Mapping,
  answer: Import,
  async run({ params: { importId }, body: mapping, caller }, services) {
    const { doc, etag } = await importFor(services, caller, importId);
    checkMapping(importableFor(services, caller, doc.entity), tableOf(doc).table.columns, mapping);
    const state = doc.state === 'started' ? doc.state : 'mapped';
    const next: StoredImport = { ...doc, state, mapping };
    await keepImport(services, caller.tenantId, next, etag);
    return ok(await shownImport(services, caller.tenantId, next));
  },
});

export const previewImport = endpoint({
  summary: 'See what an import would do',
  description: 'Looks at every row and writes nothing. What others do meanwhile may change what the run does.',
  scope: 'imports:write',
  params: ImportParams,
  answer: Preview,
  async run({ params: { importId }, caller, now, correlationId }, services) {
    const { importable, table, mapping } = await readyImport(services, caller, importId);
    const blobs = services.exports.in(caller.tenantId);
    const errand = { caller, now, correlationId, name: importId };
    const run = { importable, columns: table.columns, mapping };
    return ok(await previewRows(services, blobs, stagedPath(importId), run, errand));
  },
});

const isRunning = async ({ operations }: Services, tenantId: string, jobId: string | undefined): Promise<boolean> => {
  const job = jobId === undefined ? undefined : await jobsOf(operations, tenantId).get<StoredJob>(jobId);
  return job !== undefined && !hasEnded(job.doc);
};

export const runImport = endpoint({
  summary: 'Run an import in the background',
  description:
    'Rows that are there already, by the key, are changed where they differ; empty cells change nothing. A row that cannot be imported does not stop the others: the result of the job is a file with these rows and why. Running the same file again changes nothing.',
  scope: 'imports:write',
  params: ImportParams,
  answer: accepted(Job),
  async run({ params: { importId }, caller, correlationId, from, newId }, services) {
    const { tenantId } = caller;
    const { doc, etag, table, mapping } = await readyImport(services, caller, importId);
    const id = newId('job');
    if (doc.jobId !== id && (await isRunning(services, tenantId, doc.jobId)))
      throw conflict('imports/running', 'This import is being run already.', { jobId: doc.jobId });
    await keepImport(services, tenantId, { ...doc, state: 'started', jobId: id }, etag);
    const { entity, name } = doc;
    const { columns, rows, delimiter = ',' } = table;
    const job = await startJob(services, importRun, {
      id,
      input: { importId, entity, name, columns, mapping, rows, delimiter },
      caller,
      correlationId,
      from,
      subject: importId,
      total: rows,
    });
    return acceptedJob(job);
  },
});
