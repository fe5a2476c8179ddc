import { z } from 'zod';
import { noContent } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { forget } from './blobs.ts';
import { ChangeDocumentBody, Document } from './contract.ts';
import { findDocument } from './find-document.ts';
import { changeDocument, receive } from './receive.ts';

const params = z.object({ documentId: z.string().max(255) });

export const uploadedDocument = endpoint({
  summary: 'Say that the file of a document has been uploaded',
  description:
    'Its size, its type by its content and its SHA-256 are compared with what was announced, and it is scanned; only then can it be downloaded. `status` says how that went. Safe to send twice.',
  scope: 'documents:write',
  params,
  answer: Document,
  async run(input, services) {
    const { caller, params } = input;
    const { documentId } = params;
    const announced = await findDocument(services, caller, documentId);
    if (announced.status !== 'awaiting-upload') return entity(announced);
    await receive(services, caller.tenantId, announced, { ...causeOf(input), expected: undefined });
    return entity(await findDocument(services, caller, documentId, announced.version + 1));
  },
});

export const editDocument = endpoint({
  summary: 'Change the name, the kind or the expiry of a document',
  scope: 'documents:write',
  params,
  body: ChangeDocumentBody,
  answer: Document,
  async run(input, services) {
    const { caller, params, body, now } = input;
    const { tenantId } = caller;
    await findDocument(services, caller, params.documentId);
    const { name, ...patch } = body;
    const command = { type: 'Change', data: { ...defined({ name }), patch: defined(patch), now } } as const;
    const { version } = await changeDocument(services, tenantId, params.documentId, command, causeOf(input));
    return entity(await findDocument(services, caller, params.documentId, version));
  },
});

export const removeDocument = endpoint({
  summary: 'Remove a document and its file',
  description:
    'What it was called is forgotten with it; that there was a document stays in the history. Safe to send twice.',
  scope: 'documents:write',
  params,
  answer: noContent,
  async run(input, services) {
    const { caller, params, now } = input;
    await findDocument(services, caller, params.documentId);
    const command = { type: 'Remove', data: { now } } as const;
    await changeDocument(services, caller.tenantId, params.documentId, command, causeOf(input));
    await forget(services, caller.tenantId, params.documentId);
    return { status: 204 };
  },
});
