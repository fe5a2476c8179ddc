import type { MemoryBlobs } from '../../../shared/blobs/memory-blobs.ts';
import { CSV_TYPE } from '../../../shared/imports/read-table.ts';
import { importFolder } from '../../../shared/imports/run-import.ts';
import type { World } from '../../../shared/testing/world.ts';
import { type Company, itemsOf, signedIn } from '../company.ts';
import { runJobs } from '../jobs/sample-job.ts';

export const OWNER = signedIn('owner@acme.example');

/** Asks as acme's owner, and expects it to be done. */
export const asked = async (
  app: World,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = OWNER,
) => {
  const answer = await app.ask(method, path, { headers, body });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};

/** Begins an import with a file. */
export const uploaded = async (
  app: World,
  { tenantId }: Company,
  entity: string,
  file: string | Uint8Array,
  contentType: string = CSV_TYPE,
) => {
  const bytes = Buffer.from(file);
  const { id } = await asked(app, 'POST', 'imports', { entity, name: 'fleet.csv', contentType, bytes: bytes.length });
  await app.services.exports.in(tenantId).write(`${importFolder(String(id))}/file`, bytes, { contentType });
  return { id: String(id), read: await asked(app, 'POST', `imports/${id}/uploaded`) };
};

/** Imports a file as it was guessed, with another mapping where one is given, and answers the job at its end. */
export const imported = async (
  app: World,
  company: Company,
  entity: string,
  file: string | Uint8Array,
  mapping: Readonly<Record<string, unknown>> = {},
) => {
  const { id, read } = await uploaded(app, company, entity, file);
  await asked(app, 'PUT', `imports/${id}/mapping`, { ...(read.mapping as object), ...mapping });
  const { id: jobId } = await asked(app, 'POST', `imports/${id}/run`);
  await runJobs(app);
  return { id, job: await asked(app, 'GET', `jobs/${jobId}`) };
};

/** What a link of a job's result leads to. */
export const resultOf = async (app: World, job: Readonly<Record<string, unknown>>): Promise<string> => {
  const { headers } = await app.ask('GET', `jobs/${job.id}/result`, { headers: OWNER });
  const file = await (app.services.exports as MemoryBlobs).fetch(headers.get('location') ?? '');
  return file.text();
};

export const allOf = async (company: Company, path: string) =>
  itemsOf(await company.as('owner').get(`${path}${path.includes('?') ? '' : '?'}limit=500`));
