import { z } from 'zod';
import { audited } from '../../shared/audit/trail.ts';
import { answer, ndjson, pageOf, redirect } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { unlessKnown } from '../../shared/http/respond.ts';
import { conflict, notFound } from '../../shared/kernel/errors.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import { listQueryOf, queryOf } from '../../shared/resources/list.ts';
import { listed } from '../../shared/resources/listed.ts';
import { seenOf } from '../subjects/use-cases.ts';
import { filePath, thumbnailPath } from './blobs.ts';
import { Document } from './contract.ts';
import { type StoredDocument, shown } from './document-cards.ts';
import { findDocument } from './find-document.ts';
import { documentResource } from './resource.ts';

const params = z.object({ documentId: z.string().max(255) });
const LINK_MINUTES = 5;

export const listDocuments = endpoint({
  summary: 'List documents',
  scope: 'documents:read',
  answer: [answer(pageOf(Document)), ndjson(Document)],
  query: listQueryOf(documentResource),
  async run({ query: asked, caller, request }, services) {
    const view = services.views.in(caller.tenantId, documentResource.projection.name);
    const query = await queryOf({ ...documentResource, ungrouped: false }, asked, caller, services.lookups);
    const where = { ...query.where, removed: false };
    return listed(request, asked, async (paging) => {
      const { items, ...rest } = await view.query<Versioned<StoredDocument>>({ ...query, where, ...paging });
      const seen = await seenOf(services, caller, items, ({ subject }) => subject);
      return { items: seen.map(shown), ...rest };
    });
  },
});

export const getDocument = endpoint({
  summary: 'Show what is known of a document',
  scope: 'documents:read',
  params,
  answer: Document,
  run: async ({ params: { documentId }, caller, request }, services) =>
    unlessKnown(request.headers.get('if-none-match'), await findDocument(services, caller, documentId)),
});

const elsewhere = (url: string) => ({ status: 302, headers: { location: url, 'cache-control': 'no-store' } });

export const getContent = endpoint({
  summary: 'Download the file of a document',
  description: 'Leads to a link that is good for five minutes.',
  scope: 'documents:read',
  params,
  answer: redirect,
  async run(input, services) {
    const { caller, params } = input;
    const { id, status, name, subject } = await findDocument(services, caller, params.documentId);
    if (status !== 'ready')
      throw conflict('documents/not-ready', 'The file cannot be downloaded: it has not passed.', { status });
    await audited(services, input, {
      action: 'documents.download',
      subject: { kind: 'document', id },
      data: { subject },
    });
    const terms = { access: 'read', forMinutes: LINK_MINUTES, downloadAs: name } as const;
    return elsewhere((await services.files.in(caller.tenantId).linkFor(filePath(id), terms)).url);
  },
});

export const getThumbnail = endpoint({
  summary: 'Show the small picture of a document',
  description: 'Leads to a link that is good for five minutes. WebP, 320 pixels at most.',
  scope: 'documents:read',
  params,
  answer: redirect,
  async run({ params: { documentId }, caller }, services) {
    const { id, hasThumbnail } = await findDocument(services, caller, documentId);
    if (!hasThumbnail) throw notFound('documents/no-thumbnail', 'There is no small picture of this document.');
    const terms = { access: 'read', forMinutes: LINK_MINUTES } as const;
    return elsewhere((await services.files.in(caller.tenantId).linkFor(thumbnailPath(id), terms)).url);
  },
});
