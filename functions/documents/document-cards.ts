import { patched } from '../../shared/kernel/patch.ts';
import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { subjectKey } from '../subjects/contract.ts';
import type { Document } from './contract.ts';
import type { DocumentEvent } from './document.ts';

type Card = Omit<Document, 'version'>;

/** The card with what only lists need. */
export interface StoredDocument extends Card {
  readonly subjectKey: string;
  readonly sortName: string;
  /** `NEVER` when it does not expire. */
  readonly sortExpiry: string;
  readonly removed: boolean;
}

const NEVER = '9999-12-31';
const NAMELESS = 'Removed document';

const kept = (card: Card): StoredDocument => ({
  ...card,
  subjectKey: subjectKey(card.subject),
  sortName: card.name.toLowerCase(),
  sortExpiry: card.expiresOn ?? NEVER,
  removed: card.status === 'removed',
});

const cardOf = ({ subjectKey: _, sortName: __, sortExpiry: ___, removed: ____, ...card }: StoredDocument): Card => card;

const next = (card: Card, event: Exclude<DocumentEvent, { type: 'DocumentAdded' }>): StoredDocument => {
  switch (event.type) {
    case 'DocumentReceived': {
      const { receivedAt: _, ...file } = event.data;
      return kept({ ...card, ...file, status: 'scanning' });
    }
    case 'DocumentPassed':
      return kept({ ...card, status: 'ready' });
    case 'DocumentRefused':
      return kept({ ...card, status: 'refused', refused: event.data.why });
    case 'DocumentChanged':
      return kept({ ...patched<Card>(card, event.data.changes), ...event.data.personal });
    case 'DocumentThumbnailMade':
      return kept({ ...card, hasThumbnail: true });
    case 'DocumentRemoved':
      return kept({ ...card, status: 'removed', name: NAMELESS, hasThumbnail: false });
    default:
      return unknownEvent(event, kept(card));
  }
};

export const documentCards: Projection<StoredDocument, DocumentEvent> = {
  name: 'documents',
  streams: 'document-',
  apply(stored, { event, actor }) {
    if (event.type !== 'DocumentAdded') return stored && next(cardOf(stored), event);
    const { documentId: id, personal, ...rest } = event.data;
    const name = personal?.name ?? NAMELESS;
    return kept({ id, name, ...rest, status: 'awaiting-upload', hasThumbnail: false, addedBy: actor });
  },
};

/** What the API shows of a stored card. */
export const shown = ({ version, ...stored }: Versioned<StoredDocument>): Document => ({ ...cardOf(stored), version });
