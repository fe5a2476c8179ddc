import { z } from 'zod';
import { flag, one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { DOCUMENT_KINDS, DOCUMENT_STATUSES, Document } from './contract.ts';
import { documentCards, shown } from './document-cards.ts';

export const documentResource = resource({
  name: 'documents',
  noun: 'document',
  param: 'documentId',
  scope: 'documents:read',
  projection: documentCards,
  schema: Document,
  shown,
  filters: {
    subject: one(z.string().regex(/^[a-z]+:/), {
      field: 'subjectKey',
      description: 'The record it is about: `vehicle:<id>`, `driver:<id>`, `renewal:<id>`, `company:`.',
    }),
    kind: oneOf(DOCUMENT_KINDS),
    status: oneOf(DOCUMENT_STATUSES),
    remind: flag(),
  },
  ranges: { expiresOn: { kind: 'date', field: 'sortExpiry' } },
  sorts: { name: 'sortName', addedAt: 'addedAt', expiresOn: 'sortExpiry' },
  search: ['name'],
  ungrouped: true,
});
