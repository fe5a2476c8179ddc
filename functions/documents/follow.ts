import { everything } from '../../shared/documents/documents.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import { causedBy, reactions } from '../../shared/reactions/reactions.ts';
import { subjectKey } from '../subjects/contract.ts';
import { forget, removeBlobs } from './blobs.ts';
import { documentCards, type StoredDocument } from './document-cards.ts';
import { NEVER_UPLOADED, sendErrand } from './process.ts';
import { changeDocument } from './receive.ts';

const DAY_SECONDS = 86_400;

/** What follows for a document from what was decided about it, and about the driver it is of. */
export const follow = reactions(
  {
    streams: 'document-',
    to: ['DocumentAdded'],
    react: (services, tenantId, documentId) =>
      sendErrand(services, { tenantId, documentId, attempt: NEVER_UPLOADED }, DAY_SECONDS),
  },
  {
    streams: 'document-',
    to: ['DocumentReceived'],
    react: (services, tenantId, documentId) => sendErrand(services, { tenantId, documentId, attempt: 0 }),
  },
  {
    streams: 'document-',
    to: ['DocumentRefused'],
    react: (services, tenantId, documentId) => removeBlobs(services, tenantId, documentId),
  },
  {
    streams: 'document-',
    to: ['DocumentRemoved'],
    react: (services, tenantId, documentId) => forget(services, tenantId, documentId),
  },
  {
    streams: 'driver-',
    to: ['DriverErased'],
    async react(services, tenantId, driverId, recorded) {
      const cause = causedBy(services, 'system:documents', recorded);
      const where = { subjectKey: subjectKey({ kind: 'driver', id: driverId }), removed: false };
      const found: string[] = [];
      const view = services.views.in(tenantId, documentCards.name);
      for await (const { id } of everything<Versioned<StoredDocument>>(view, { where })) found.push(id);
      for (const id of found) {
        await changeDocument(services, tenantId, id, { type: 'Remove', data: { now: cause.at } }, cause);
        await forget(services, tenantId, id);
      }
    },
  },
);
