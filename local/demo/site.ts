import { join } from 'node:path';
import { toGeoJson } from '../../tests/load/simulator/geo-json.ts';
import { networkOf } from '../../tests/load/simulator/network.ts';
import { REGIONS } from '../../tests/load/simulator/regions.ts';
import { replaceFile } from '../shared/replace-file.ts';

/** Writes what the dashboard finds locally and nowhere else: its configuration, and the roads the demo fleets drive on. */
export const writeSite = async (folder: string): Promise<void> => {
  const overlays = [{ id: 'demo-network', url: '/demo/network.geojson' }];
  const config = { environment: 'local', mapStyleUrl: null, overlays };
  await replaceFile(join(folder, 'config.json'), JSON.stringify(config));
  const roads = toGeoJson(...Object.values(REGIONS).map(networkOf));
  await replaceFile(join(folder, 'demo', 'network.geojson'), JSON.stringify(roads));
};
