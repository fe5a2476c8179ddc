import { area, http, view } from '../../shared/area.ts';
import { list } from '../../shared/resources/list.ts';
import { get, history } from '../../shared/resources/single.ts';
import { archivePlace, createPlace, movePlace, patchPlace, restorePlace } from './change-places.ts';
import { answerNear, nearParameters } from './near.ts';
import { placeCards } from './place-cards.ts';
import { placeResource } from './resource.ts';

export default area('places', {
  list: http(
    'GET places',
    list(placeResource, {
      summary: 'List places, or what is near a point',
      own: { parameters: nearParameters, answer: answerNear },
    }),
  ),
  create: http('POST places', createPlace),
  get: http('GET places/{placeId}', get(placeResource, { summary: 'Show a place' })),
  patch: http('PATCH places/{placeId}', patchPlace),
  history: http(
    'GET places/{placeId}/history',
    history(placeResource, { summary: 'Show what was decided about a place' }),
  ),
  move: http('POST places/{placeId}/move', movePlace),
  archive: http('POST places/{placeId}/archive', archivePlace),
  restore: http('POST places/{placeId}/restore', restorePlace),
  cards: view(placeCards, placeResource),
});
