import { area, http, view } from '../../shared/area.ts';
import { list } from '../../shared/resources/list.ts';
import { get, history } from '../../shared/resources/single.ts';
import {
  archiveGeofence,
  createGeofence,
  moveGeofence,
  patchGeofence,
  redrawGeofence,
  restoreGeofence,
} from './change-geofences.ts';
import { geofenceCards } from './geofence-cards.ts';
import { exportGeofences } from './geojson/export-geofences.ts';
import { importGeofences } from './geojson/import-geofences.ts';
import { geofenceResource } from './resource.ts';
import { listVisits, requireVisit } from './visits/read-visits.ts';
import { visitResource } from './visits/resource.ts';
import { visitCards } from './visits/visit-cards.ts';

export default area('geofences', {
  list: http('GET geofences', list(geofenceResource, { summary: 'List geofences' })),
  create: http('POST geofences', createGeofence),
  export: http('GET geofences/geojson', exportGeofences),
  import: http('POST geofences/import', importGeofences),
  get: http('GET geofences/{geofenceId}', get(geofenceResource, { summary: 'Show a geofence' })),
  patch: http('PATCH geofences/{geofenceId}', patchGeofence),
  history: http(
    'GET geofences/{geofenceId}/history',
    history(geofenceResource, { summary: 'Show what was decided about a geofence' }),
  ),
  redraw: http('POST geofences/{geofenceId}/redraw', redrawGeofence),
  move: http('POST geofences/{geofenceId}/move', moveGeofence),
  archive: http('POST geofences/{geofenceId}/archive', archiveGeofence),
  restore: http('POST geofences/{geofenceId}/restore', restoreGeofence),
  cards: view(geofenceCards, geofenceResource),
  visits: http('GET geofence-visits', listVisits),
  visit: http(
    'GET geofence-visits/{visitId}',
    get(visitResource, { summary: 'Show a visit to a geofence', requireSeen: requireVisit }),
  ),
  visitHistory: http(
    'GET geofence-visits/{visitId}/history',
    history(visitResource, { summary: 'Show what was found out about a visit', requireSeen: requireVisit }),
  ),
  visitCards: view(visitCards, visitResource),
});
