import { buffer } from 'node:stream/consumers';
import { type Execution, execute } from '../../shared/eventstore/execute.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { filePath, removeBlobs, uploadPath } from './blobs.ts';
import { type Document, MAX_BYTES } from './contract.ts';
import { type DocumentCommand, document, documentStream } from './document.ts';
import { examine } from './examine.ts';

const handle = execute(document);

export const changeDocument = (
  { streams }: Pick<Services, 'streams'>,
  tenantId: string,
  documentId: string,
  command: DocumentCommand,
  cause: Execution,
) => handle(streams, documentStream(tenantId, documentId), command, cause);

const notUploaded = () =>
  conflict('documents/not-uploaded', 'The file has not arrived; PUT it to the upload link first.');

/** The file as it was put there, unless it is larger than any may be: then nothing of it is read. */
const uploaded = async ({ files }: Services, tenantId: string, documentId: string): Promise<Uint8Array | 'size'> => {
  const blobs = files.in(tenantId);
  const about = await blobs.head(uploadPath(documentId));
  if (!about) throw notUploaded();
  if (about.bytes > MAX_BYTES) return 'size';
  const found = await blobs.read(uploadPath(documentId), { offset: 0, length: MAX_BYTES + 1 });
  if (!found) throw notUploaded();
  return buffer(found.content);
};

/**
 * Takes what was uploaded when it is what it was said to be, into a place that no link can write, and asks the scanner. What is not, or is infected,
 * is removed. Safe to repeat.
 */
export const receive = async (
  services: Services,
  tenantId: string,
  announced: Document,
  cause: Execution,
): Promise<void> => {
  const { id } = announced;
  const now = cause.at;
  const content = await uploaded(services, tenantId, id);
  const { contentType, bytes, sha256 } = announced;
  const file = { contentType, bytes, ...(sha256 !== undefined && { sha256 }) };
  const examined = content === 'size' ? content : await examine(content, file);
  if (content === 'size' || typeof examined === 'string') {
    const why = typeof examined === 'string' ? examined : 'size';
    await changeDocument(services, tenantId, id, { type: 'Refuse', data: { why, now } }, cause);
    await removeBlobs(services, tenantId, id);
    return;
  }
  await services.files.in(tenantId).write(filePath(id), content, { contentType });
  await changeDocument(services, tenantId, id, { type: 'Receive', data: { file: examined, now } }, cause);
  await services.files.in(tenantId).remove(uploadPath(id));
  await judge(services, tenantId, id, cause);
};

/** Lets the scanner decide. Answers whether it has. Safe to repeat. */
export const judge = async (
  services: Services,
  tenantId: string,
  documentId: string,
  cause: Execution,
): Promise<boolean> => {
  const now = cause.at;
  const verdict = await services.scanner.scan(tenantId, filePath(documentId));
  if (verdict === 'unknown') return false;
  if (verdict === 'clean') {
    await changeDocument(services, tenantId, documentId, { type: 'Pass', data: { now } }, cause);
    return true;
  }
  await changeDocument(services, tenantId, documentId, { type: 'Refuse', data: { why: 'infected', now } }, cause);
  await removeBlobs(services, tenantId, documentId);
  return true;
};
