import type { Document } from '../../../../shared/client/routes.ts';

export const DOCUMENT_KINDS: Readonly<Record<Document['kind'], string>> = {
  registration: 'Registration',
  insurance: 'Insurance',
  inspection: 'Inspection',
  licence: 'Licence',
  contract: 'Contract',
  invoice: 'Invoice',
  photo: 'Photo',
  other: 'Other',
};

export const isDocumentKind = (text: string): text is Document['kind'] => text in DOCUMENT_KINDS;
