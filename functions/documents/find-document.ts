import type { Caller } from '../../shared/identity/caller.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import type { Services } from '../../shared/services.ts';
import { findSubject } from '../subjects/use-cases.ts';
import type { Document } from './contract.ts';
import { type StoredDocument, shown } from './document-cards.ts';
import { documentResource } from './resource.ts';

/** A document of something that the caller may see, at version `atLeast` or newer. @throws FleetError `not-found`, also when it was removed */
export const findDocument = async (
  services: Pick<Services, 'views' | 'streams'>,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  documentId: string,
  atLeast = 1,
): Promise<Document> => {
  const { tenantId } = caller;
  const stored = await services.views
    .in(tenantId, documentResource.projection.name)
    .get<Versioned<StoredDocument>>(documentId);
  if (stored?.doc.removed) throw documentResource.notFound();
  const found =
    stored && stored.doc.version >= atLeast
      ? shown(stored.doc)
      : await documentResource.find(services, { tenantId }, documentId, atLeast);
  if (caller.groups)
    await findSubject(services, caller, found.subject).catch((error: unknown) => {
      throw isKind(error, 'not-found') ? documentResource.notFound() : error;
    });
  return found;
};
