import { z } from 'zod';
import { Line } from '../../shared/kernel/text.ts';
import { SUBJECT_KINDS, subjectOf } from '../subjects/contract.ts';

export const MAX_BYTES = 25 * 1024 * 1024;

export const CONTENT_TYPES = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/csv',
  'text/plain',
] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

export const DOCUMENT_KINDS = [
  'registration',
  'insurance',
  'inspection',
  'licence',
  'contract',
  'invoice',
  'photo',
  'other',
] as const;

/** What was removed is told by the feed alone. */
export const DOCUMENT_STATUSES = ['awaiting-upload', 'scanning', 'ready', 'refused', 'removed'] as const;
/** Why a file was not taken. */
export const REFUSALS = ['never-uploaded', 'size', 'type', 'hash', 'infected', 'not-scanned'] as const;
export type Refusal = (typeof REFUSALS)[number];

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 has 64 hexadecimal digits, small letters.');

export const DocumentSubject = subjectOf(SUBJECT_KINDS).meta({
  id: 'DocumentSubject',
  description: 'The record that a document is about.',
});

const fields = {
  name: Line(200).describe('What the file is called when it is downloaded.'),
  kind: z.enum(DOCUMENT_KINDS),
  expiresOn: z.iso.date().describe('The last day it is good for.'),
  remind: z.boolean().describe('Whether its expiry is to be among the renewals.'),
};

export const AddDocumentBody = z.strictObject({
  subject: DocumentSubject,
  name: fields.name,
  kind: fields.kind.default('other'),
  contentType: z.enum(CONTENT_TYPES),
  bytes: z.int().min(1).max(MAX_BYTES),
  sha256: Sha256.optional().describe('Of the file; what arrives is compared with it.'),
  expiresOn: fields.expiresOn.optional(),
  remind: fields.remind.default(false),
});

/** A merge patch: `null` removes. */
export const ChangeDocumentBody = z.strictObject({
  name: fields.name.optional(),
  kind: fields.kind.optional(),
  expiresOn: fields.expiresOn.nullish(),
  remind: fields.remind.optional(),
});

export const Document = z
  .strictObject({
    id: z.string(),
    subject: DocumentSubject,
    ...fields,
    expiresOn: fields.expiresOn.exactOptional(),
    contentType: z.enum(CONTENT_TYPES),
    bytes: z.int(),
    sha256: Sha256.exactOptional(),
    status: z.enum(DOCUMENT_STATUSES),
    refused: z.enum(REFUSALS).exactOptional().describe('Why the file was not taken; it has been removed.'),
    hasThumbnail: z.boolean().describe('Whether there is a small picture of it; made a moment after the upload.'),
    addedAt: z.iso.datetime(),
    addedBy: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Document', description: 'A file about a record: a paper, a photo.' });
export type Document = Readonly<z.infer<typeof Document>>;

export const AddedDocument = Document.extend({
  upload: z
    .strictObject({
      url: z.string().describe('PUT the file here; the address is all that is needed, and good for a short time.'),
      headers: z.record(z.string(), z.string()).describe('To be sent with the PUT.'),
      expiresAt: z.iso.datetime(),
    })
    .describe('When it is done, say so: `POST documents/{id}/uploaded`.'),
}).meta({ id: 'AddedDocument' });
