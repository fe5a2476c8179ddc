import type { Stored } from '../../shared/documents/documents.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import type { Importable } from '../../shared/imports/importable.ts';
import type { StoredJob } from '../../shared/jobs/job.ts';
import { seesAllJobs, shownJob } from '../../shared/jobs/job-shown.ts';
import { jobsOf } from '../../shared/jobs/keep-jobs.ts';
import { forbidden, invalid, notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import type { Import } from './shapes.ts';

/** An import as it is kept. */
export interface StoredImport extends Omit<Import, 'job'> {
  readonly jobId?: string;
}

const KEEP_SECONDS = 30 * 86_400;

type Ports = Pick<Services, 'operations'>;

export const importsOf = ({ operations }: Ports, tenantId: string) => operations.in(tenantId, 'imports');

/** @throws FleetError `stale` when somebody else has changed it since it was read. */
export const keepImport = (ports: Ports, tenantId: string, doc: StoredImport, etag?: string): Promise<string> =>
  importsOf(ports, tenantId).put(doc.id, doc, {
    ...(etag === undefined ? { create: true } : { ifMatch: etag }),
    keepSeconds: KEEP_SECONDS,
  });

/** An import that the caller may see: whoever has made it, and whoever sees all jobs. @throws FleetError `not-found`. */
export const importFor = async (ports: Ports, caller: Caller, id: string): Promise<Stored<StoredImport>> => {
  const stored = await importsOf(ports, caller.tenantId).get<StoredImport>(id);
  const isTheirs = stored?.doc.createdBy === caller.actor || seesAllJobs(caller);
  if (!stored || !isTheirs) throw notFound('imports/not-found', 'There is no such import.');
  return stored;
};

/** What the rows of an import are, if the caller may write it. @throws FleetError `invalid`, `forbidden`. */
export const importableFor = ({ importables }: Services, { scopes }: Caller, entity: string): Importable => {
  const importable = importables.get(entity);
  if (!importable) {
    const message = `Expected one of: ${[...importables.keys()].join(', ')}.`;
    throw invalid('imports/unknown-entity', 'This cannot be imported.', [{ path: ['entity'], message }]);
  }
  if (!scopes.has(importable.scope))
    throw forbidden('scope/missing', `This needs the scope ${importable.scope}.`, { scope: importable.scope });
  return importable;
};

/** What the API shows of an import, with how its latest run goes. */
export const shownImport = async ({ operations }: Ports, tenantId: string, doc: StoredImport): Promise<Import> => {
  const { jobId, ...rest } = doc;
  const job = jobId === undefined ? undefined : await jobsOf(operations, tenantId).get<StoredJob>(jobId);
  return { ...rest, ...(job && { job: shownJob(job.doc) }) };
};
