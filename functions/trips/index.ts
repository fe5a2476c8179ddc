import { area, http, view } from '../../shared/area.ts';
import { get, history } from '../../shared/resources/single.ts';
import { assignTripDriver, bulkTrips, classifyTrip } from './change-trips.ts';
import { findTrip } from './find-trip.ts';
import { listTrips } from './list-trips.ts';
import { classifyMyTrip, getMyTrip, listMyTrips } from './my-trips.ts';
import { tripResource } from './resource.ts';
import { summarizeTrips } from './summary.ts';
import { tripCards, withoutPlaces } from './trip-cards.ts';

export default area('trips', {
  list: http('GET trips', listTrips),
  get: http('GET trips/{tripId}', get(tripResource, { summary: 'Show a trip', requireSeen: findTrip })),
  history: http(
    'GET trips/{tripId}/history',
    history(tripResource, { summary: 'Show what became known of a trip', requireSeen: findTrip }),
  ),
  bulk: http('POST trips/bulk', bulkTrips),
  classify: http('POST trips/{tripId}/classify', classifyTrip),
  assignDriver: http('POST trips/{tripId}/assign-driver', assignTripDriver),
  summary: http('GET vehicles/{vehicleId}/trips/summary', summarizeTrips),
  mine: http('GET me/trips', listMyTrips),
  oneOfMine: http('GET me/trips/{tripId}', getMyTrip),
  classifyMine: http('POST me/trips/{tripId}/classify', classifyMyTrip),
  cards: view(tripCards, tripResource, withoutPlaces),
});
