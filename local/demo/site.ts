import { join } from 'node:path';
import { toGeoJson } from '../../tests/load/simulator/geo-json.ts';
import { networkOf } from '../../tests/load/simulator/network.ts';
import { REGIONS } from '../../tests/load/simulator/regions.ts';
import { writeJson } from '../shared/json-file.ts';

/** Writes what the dashboard finds locally and nowhere else: its configuration, and the roads the demo fleets drive on. */
export const writeSite = async (folder: string): Promise<void> => {
  const overlays = [{ id: 'demo-network', url: '/demo/network.geojson' }];
  await writeJson(join(folder, 'config.json'), { environment: 'local', mapStyleUrl: null, overlays });
  await writeJson(join(folder, 'demo', 'network.geojson'), toGeoJson(...Object.values(REGIONS).map(networkOf)));
};
