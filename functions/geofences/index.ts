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
import { geofenceResource } from './resource.ts';

export default area('geofences', {
  list: http('GET geofences', list(geofenceResource, { summary: 'List geofences' })),
  create: http('POST geofences', createGeofence),
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
});
