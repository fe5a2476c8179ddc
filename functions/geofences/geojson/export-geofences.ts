import { Readable } from 'node:stream';
import { everything, type Query } from '../../../shared/documents/documents.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import type { Versioned } from '../../../shared/projections/projection.ts';
import { listQueryOf, queryOf } from '../../../shared/resources/list.ts';
import type { Services } from '../../../shared/services.ts';
import { type StoredGeofence, shown } from '../geofence-cards.ts';
import { geofenceResource } from '../resource.ts';
import { GEOJSON_MEDIA, GeofenceFeatures } from './contract.ts';
import { featureOf } from './to-feature.ts';

const PAGE = 500;

/** As they are read: however many there are, few are in memory. */
async function* collection({ views }: Services, tenantId: string, query: Query) {
  let before = '{"type":"FeatureCollection","features":[\n';
  const view = views.in(tenantId, geofenceResource.projection.name);
  for await (const stored of everything<Versioned<StoredGeofence>>(view, { ...query, limit: PAGE })) {
    yield Buffer.from(`${before}${JSON.stringify(featureOf(shown(stored)))}`);
    before = ',\n';
  }
  yield Buffer.from(before === ',\n' ? '\n]}\n' : `${before}]}\n`);
}

export const exportGeofences = endpoint({
  summary: 'Export geofences as GeoJSON',
  description:
    'One FeatureCollection (RFC 7946) with all of them, those that are active unless told; what crosses the 180th meridian is cut there. It can be imported again.',
  scope: 'geofences:read',
  query: listQueryOf(geofenceResource).omit({ limit: true, cursor: true, fields: true }),
  answer: { status: 200, media: GEOJSON_MEDIA, schema: GeofenceFeatures },
  async run({ query: asked, caller }, services) {
    const { where, ...query } = await queryOf(geofenceResource, asked, caller, services.lookups);
    const wanted = { ...query, where: { status: 'active', ...where } };
    return {
      status: 200,
      headers: { 'content-type': GEOJSON_MEDIA, 'cache-control': 'no-store' },
      body: Readable.from(collection(services, caller.tenantId, wanted), { objectMode: false }),
    };
  },
});
