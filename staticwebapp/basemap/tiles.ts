import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature } from 'geojson';

/** One layer of the tiles: its features, and from which zoom each is worth its bytes. */
export interface TileLayer {
  readonly name: string;
  readonly features: readonly Feature[];
  readonly minZoom?: (feature: Feature) => number;
}

/** Fine enough that the deepest tile, magnified to street level, still keeps 150 m steps. */
const EXTENT = 8192;

const indexOf = (features: readonly Feature[], maxZoom: number): GeoJSONVT =>
  new GeoJSONVT(
    { type: 'FeatureCollection', features: [...features] },
    { maxZoom, indexMaxZoom: maxZoom, indexMaxPoints: 0, extent: EXTENT, buffer: 128, tolerance: 4 },
  );

const indexesByZoom = ({ features, minZoom }: TileLayer, maxZoom: number): GeoJSONVT[] => {
  if (!minZoom) return Array<GeoJSONVT>(maxZoom + 1).fill(indexOf(features, maxZoom));
  return Array.from({ length: maxZoom + 1 }, (_, zoom) =>
    indexOf(
      features.filter((feature) => minZoom(feature) <= zoom),
      zoom,
    ),
  );
};

/**
 * Writes `<folder>/<z>/<x>/<y>.pbf` for the whole world up to `maxZoom`. Empty tiles are written too: a static host
 * would otherwise answer them with an error, or with its fallback page.
 * @returns how many tiles and bytes were written
 */
export const writeTiles = async (
  folder: string,
  layers: readonly TileLayer[],
  maxZoom: number,
): Promise<{ tiles: number; bytes: number }> => {
  const indexes = layers.map((layer) => ({ name: layer.name, byZoom: indexesByZoom(layer, maxZoom) }));
  let tiles = 0;
  let bytes = 0;
  for (let z = 0; z <= maxZoom; z += 1) {
    for (let x = 0; x < 2 ** z; x += 1) {
      const files = Array.from({ length: 2 ** z }, (_, y) => {
        const content: Record<string, GeoJSONVTTile> = {};
        for (const { name, byZoom } of indexes) {
          const tile = byZoom[z]?.getTile(z, x, y);
          if (tile?.features.length) content[name] = tile;
        }
        return {
          path: join(folder, `${z}/${x}/${y}.pbf`),
          body: fromGeojsonVt(content, { version: 2, extent: EXTENT }),
        };
      });
      await mkdir(dirname(files[0]?.path ?? folder), { recursive: true });
      await Promise.all(files.map(({ path, body }) => writeFile(path, body)));
      tiles += files.length;
      bytes += files.reduce((sum, { body }) => sum + body.byteLength, 0);
    }
  }
  return { tiles, bytes };
};
