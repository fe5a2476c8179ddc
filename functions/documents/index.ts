import { area, events, http, queue, view } from '../../shared/area.ts';
import { history } from '../../shared/resources/single.ts';
import { addDocument } from './add-document.ts';
import { editDocument, removeDocument, uploadedDocument } from './change-documents.ts';
import { documentCards } from './document-cards.ts';
import { findDocument } from './find-document.ts';
import { follow } from './follow.ts';
import { DOCUMENTS_QUEUE, processDocument } from './process.ts';
import { getContent, getDocument, getThumbnail, listDocuments } from './read-documents.ts';
import { documentResource } from './resource.ts';

export default area('documents', {
  list: http('GET documents', listDocuments),
  add: http('POST documents', addDocument),
  get: http('GET documents/{documentId}', getDocument),
  history: http(
    'GET documents/{documentId}/history',
    history(documentResource, { summary: 'Show what was decided about a document', requireSeen: findDocument }),
  ),
  edit: http('PATCH documents/{documentId}', editDocument),
  remove: http('DELETE documents/{documentId}', removeDocument),
  uploaded: http('POST documents/{documentId}/uploaded', uploadedDocument),
  content: http('GET documents/{documentId}/content', getContent),
  thumbnail: http('GET documents/{documentId}/thumbnail', getThumbnail),
  cards: view(documentCards, documentResource),
  follow: events(follow),
  process: queue(DOCUMENTS_QUEUE, processDocument),
});
