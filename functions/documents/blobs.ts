import type { Services } from '../../shared/services.ts';
import { documentStream } from './document.ts';

// Names of blobs are ours: nothing of what somebody typed is in them.

/** Where the file is put by whoever has the link. */
export const uploadPath = (documentId: string): string => `documents/${documentId}/upload`;
/** Where it lies once it is what it was said to be; nobody has a link to write it. */
export const filePath = (documentId: string): string => `documents/${documentId}/file`;
export const thumbnailPath = (documentId: string): string => `documents/${documentId}/thumbnail.webp`;

/** Safe to repeat. */
export const removeBlobs = async ({ files }: Pick<Services, 'files'>, tenantId: string, documentId: string) => {
  const blobs = files.in(tenantId);
  for (const path of [uploadPath(documentId), filePath(documentId), thumbnailPath(documentId)])
    await blobs.remove(path);
};

/** What is left of a document that was removed: that it was there. Safe to repeat. */
export const forget = async (services: Services, tenantId: string, documentId: string): Promise<void> => {
  await removeBlobs(services, tenantId, documentId);
  await services.personal.forget(documentStream(tenantId, documentId));
};
