import { fold } from '../../shared/kernel/decider.ts';
import type { Services } from '../../shared/services.ts';
import type { Subject } from '../subjects/contract.ts';
import { type DocumentEvent, document, documentStream, isKnown } from './document.ts';

// What other areas may ask this one to do.

/** The expiry of a document, if somebody wants to be reminded of it, as its stream says: the view may lag behind. */
export const expiryOf = async (
  { streams }: Pick<Services, 'streams'>,
  tenantId: string,
  documentId: string,
): Promise<{ readonly subject: Subject; readonly kind: string; readonly expiresOn: string } | undefined> => {
  const { events } = await streams.read<DocumentEvent>(documentStream(tenantId, documentId));
  const state = fold(
    document,
    events.map(({ event }) => event),
  );
  if (!isKnown(state) || state.status === 'refused') return undefined;
  const { kind, expiresOn, remind } = state.details;
  return remind && expiresOn !== undefined ? { subject: state.subject, kind, expiresOn } : undefined;
};
