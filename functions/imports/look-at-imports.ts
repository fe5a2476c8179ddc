import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { seesAllJobs } from '../../shared/jobs/job-shown.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { importFor, importsOf, type StoredImport, shownImport } from './keep-imports.ts';
import { Import, ImportEntity } from './shapes.ts';
import { ImportParams } from './upload.ts';

export const listImports = endpoint({
  summary: 'List imports, newest first',
  description: 'Owners and administrators see all of the company, everybody else their own.',
  scope: 'imports:read',
  query: z.strictObject({ ...paging(50, 20), entity: z.string().max(64).optional() }),
  answer: pageOf(Import),
  async run({ query: { limit, cursor, entity }, caller }, services) {
    const { tenantId, actor } = caller;
    const { items, ...rest } = await importsOf(services, tenantId).query<StoredImport>({
      where: defined({ entity, createdBy: seesAllJobs(caller) ? undefined : actor }),
      orderBy: 'createdAt',
      descending: true,
      limit,
      cursor,
    });
    return ok({ items: await Promise.all(items.map((item) => shownImport(services, tenantId, item))), ...rest });
  },
});

export const getImport = endpoint({
  summary: 'Show an import',
  scope: 'imports:read',
  params: ImportParams,
  answer: Import,
  async run({ params: { importId }, caller }, services) {
    const { doc } = await importFor(services, caller, importId);
    return ok(await shownImport(services, caller.tenantId, doc));
  },
});

export const listEntities = endpoint({
  summary: 'List what can be imported',
  scope: 'imports:read',
  answer: z.object({ items: z.array(ImportEntity) }),
  run: async ({ caller: { scopes } }, { importables }) =>
    ok({
      items: [...importables.values()]
        .filter(({ scope }) => scopes.has(scope))
        .map(({ entity, fields, keys }) => ({
          entity,
          fields: fields.map(({ name, label, reads, unit, required = false, example }) => ({
            ...{ name, label, reads, required, example },
            ...defined({ unit }),
          })),
          keys,
        })),
    }),
});
