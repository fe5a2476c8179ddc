import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { findSubject } from '../subjects/use-cases.ts';
import { uploadPath } from './blobs.ts';
import { AddDocumentBody, AddedDocument } from './contract.ts';
import { document, documentStream } from './document.ts';
import { findDocument } from './find-document.ts';

const handle = execute(document);

export const UPLOAD_MINUTES = 15;

const noDay = () =>
  invalid('documents/no-expiry', 'There is nothing to remind of.', [
    { path: ['expiresOn'], message: 'Say when it expires, or do not ask for a reminder.' },
  ]);

export const addDocument = endpoint({
  summary: 'Add a document to a record',
  description:
    'Answers with a link that is good for a quarter of an hour: PUT the file there, and say so with `uploaded`. PDF, JPEG, PNG, WebP, HEIC, Word and Excel (without macros), CSV and plain text, up to 25 MB.',
  scope: 'documents:write',
  body: AddDocumentBody,
  answer: created(AddedDocument),
  async run(input, services) {
    const { caller, now, newId, body } = input;
    const { subject, name, kind, expiresOn, remind, contentType, bytes, sha256 } = body;
    if (remind && expiresOn === undefined) throw noDay();
    await findSubject(services, caller, subject);
    const documentId = newId('doc');
    const details = { kind, remind, ...defined({ expiresOn }) };
    const file = { contentType, bytes, ...defined({ sha256 }) };
    const command = { type: 'Add', data: { documentId, subject, name, details, file, now } } as const;
    const stream = documentStream(caller.tenantId, documentId);
    const { version } = await handle(services.streams, stream, command, causeOf(input));
    const added = await findDocument(services, caller, documentId, version);
    const link = await services.files
      .in(caller.tenantId)
      .linkFor(uploadPath(documentId), { access: 'write', forMinutes: UPLOAD_MINUTES });
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': contentType };
    const location = `/api/v1/documents/${documentId}`;
    return entity({ ...added, upload: { ...link, headers } }, { status: 201, location });
  },
});
