import { z } from 'zod';
import type { Stored } from '../../shared/documents/documents.ts';
import { created } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { bytesOf } from '../../shared/http/request.ts';
import { json, ok } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { guessMapping } from '../../shared/imports/mapping.ts';
import { openTable } from '../../shared/imports/read-table.ts';
import { importFolder, stagedPath } from '../../shared/imports/run-import.ts';
import { stage } from '../../shared/imports/stage.ts';
import { sourceOf } from '../../shared/imports/table.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { importableFor, importFor, importsOf, keepImport, type StoredImport, shownImport } from './keep-imports.ts';
import { CreateImportBody, Import, ImportWithUpload, type ReadFile, ReadFileBody } from './shapes.ts';

const LINK_MINUTES = 30;

export const ImportParams = z.object({ importId: z.string().max(64) });

/** Everything an import has is forgotten after 30 days, as results are: so its file lies with them. */
const filePath = (importId: string) => `${importFolder(importId)}/file`;

export const createImport = endpoint({
  summary: 'Begin an import',
  description:
    'Answers a link to which the file is PUT; `POST imports/{importId}/uploaded` then has it read. A file of up to 1 MB can be sent to `PUT imports/{importId}/content` instead.',
  scope: 'imports:write',
  body: CreateImportBody,
  answer: created(ImportWithUpload),
  async run({ body: { bytes: _, ...body }, caller, now, newId }, services) {
    importableFor(services, caller, body.entity);
    const { tenantId } = caller;
    const doc: StoredImport = { id: newId('imp'), ...body, state: 'waiting', createdAt: now, createdBy: caller.actor };
    // Under an idempotency key it may be there already.
    if (!(await importsOf(services, tenantId).get(doc.id))) await keepImport(services, tenantId, doc);
    const link = await services.exports
      .in(tenantId)
      .linkFor(filePath(doc.id), { access: 'write', forMinutes: LINK_MINUTES });
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': body.contentType };
    return json(
      201,
      { ...doc, upload: { ...link, headers } },
      { location: `/api/v1/imports/${doc.id}`, 'cache-control': 'no-store' },
    );
  },
});

/** Reads the file of an import, once and as a whole, and guesses its mapping. */
const readFile = async (
  services: Services,
  caller: Caller,
  { doc, etag }: Stored<StoredImport>,
  told: ReadFile,
): Promise<Import> => {
  const importable = importableFor(services, caller, doc.entity);
  const blobs = services.exports.in(caller.tenantId);
  const source = await sourceOf(blobs, filePath(doc.id));
  const { form, rows } = await openTable(source, doc.contentType, told);
  const table = { ...(await stage(rows, blobs, stagedPath(doc.id))), ...form };
  const mapping = guessMapping(importable, table.columns, table.sample);
  const next: StoredImport = { ...doc, state: 'read', table, mapping };
  await keepImport(services, caller.tenantId, next, etag);
  return shownImport(services, caller.tenantId, next);
};

/** @throws FleetError `conflict` once it was started: what runs must not change below it. */
const unstarted = async (services: Services, caller: Caller, importId: string): Promise<Stored<StoredImport>> => {
  const stored = await importFor(services, caller, importId);
  if (stored.doc.state === 'started')
    throw conflict(
      'imports/started',
      'This import has been started with its file. Begin another one for another file.',
    );
  return stored;
};

export const fileUploaded = endpoint({
  summary: 'Have an uploaded file read',
  description:
    'Answers its columns, the first rows, and a guess which column holds what. Call it again with what was guessed wrong of the file. A file may have 100,000 rows and 50 MB.',
  scope: 'imports:write',
  params: ImportParams,
  body: ReadFileBody,
  answer: Import,
  async run({ params: { importId }, body, caller }, services) {
    return ok(await readFile(services, caller, await unstarted(services, caller, importId), body));
  },
});

export const sendFile = endpoint({
  summary: 'Send the file of an import, and have it read',
  description: 'The body is the file itself, of up to 1 MB. Use the upload link for larger ones.',
  scope: 'imports:write',
  params: ImportParams,
  answer: Import,
  async run({ params: { importId }, caller, request }, services) {
    const stored = await unstarted(services, caller, importId);
    const file = await bytesOf(request);
    await services.exports.in(caller.tenantId).write(filePath(importId), file, { contentType: stored.doc.contentType });
    return ok(await readFile(services, caller, stored, {}));
  },
});
