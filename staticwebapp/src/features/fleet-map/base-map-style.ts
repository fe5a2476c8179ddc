import cyrillic from '@fontsource/inter/files/inter-cyrillic-500-normal.woff2?url';
import greek from '@fontsource/inter/files/inter-greek-500-normal.woff2?url';
import latin from '@fontsource/inter/files/inter-latin-500-normal.woff2?url';
import latinExtended from '@fontsource/inter/files/inter-latin-ext-500-normal.woff2?url';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { MapPalette } from './map-palette.ts';

/** The font of every label on the map; scripts it lacks are drawn with the viewer's own fonts. */
export const MAP_FONT = 'Inter Medium';

const absolute = (path: string): string => new URL(path, window.location.origin).href;

const fontFaces = () => ({
  [MAP_FONT]: [
    { url: absolute(latin), 'unicode-range': ['U+0000-00FF', 'U+0131', 'U+0152-0153', 'U+02BB-02DC', 'U+2000-206F'] },
    { url: absolute(latinExtended), 'unicode-range': ['U+0100-02BA', 'U+1E00-1EFF'] },
    { url: absolute(greek), 'unicode-range': ['U+0370-03FF'] },
    { url: absolute(cyrillic), 'unicode-range': ['U+0400-045F', 'U+0490-0491', 'U+04B0-04B1'] },
  ],
});

const byZoom = (...stops: readonly (readonly [zoom: number, value: unknown])[]) =>
  ['interpolate', ['linear'], ['zoom'], ...stops.flat()] as never;

const ground = (palette: MapPalette): LayerSpecification[] => [
  { id: 'water', type: 'background', paint: { 'background-color': palette.water } },
  { id: 'land', type: 'fill', source: 'world', 'source-layer': 'land', paint: { 'fill-color': palette.land } },
  {
    // Not a survey: a soft patch about the size that a place of so many people covers.
    id: 'built-up',
    type: 'circle',
    source: 'world',
    'source-layer': 'cities',
    minzoom: 6,
    filter: ['>=', ['get', 'population'], ['step', ['zoom'], 150_000, 7, 80_000, 8, 25_000, 9, 0]],
    paint: {
      'circle-color': palette.town,
      'circle-blur': 0.5,
      'circle-pitch-alignment': 'map',
      'circle-radius': [
        'interpolate',
        ['exponential', 2],
        ['zoom'],
        6,
        ['*', 0.006, ['sqrt', ['get', 'population']]],
        14,
        ['*', 1.536, ['sqrt', ['get', 'population']]],
      ],
    },
  },
  { id: 'lakes', type: 'fill', source: 'world', 'source-layer': 'lakes', paint: { 'fill-color': palette.water } },
  {
    id: 'rivers',
    type: 'line',
    source: 'world',
    'source-layer': 'rivers',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': palette.river, 'line-width': byZoom([3, 0.5], [8, 2.2], [12, 5]) },
  },
  {
    id: 'coast',
    type: 'line',
    source: 'world',
    'source-layer': 'land',
    paint: { 'line-color': palette.coast, 'line-width': byZoom([2, 0.4], [8, 1]) },
  },
  {
    id: 'states',
    type: 'line',
    source: 'world',
    'source-layer': 'states',
    paint: { 'line-color': palette.state, 'line-width': byZoom([3, 0.5], [8, 1.2]), 'line-dasharray': [3, 2] },
  },
  {
    id: 'borders',
    type: 'line',
    source: 'world',
    'source-layer': 'borders',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': palette.border, 'line-width': byZoom([2, 0.5], [6, 1.1], [10, 1.8]) },
  },
];

const labels = (palette: MapPalette): LayerSpecification[] => [
  {
    id: 'town-dots',
    type: 'circle',
    source: 'world',
    'source-layer': 'cities',
    minzoom: 4,
    maxzoom: 9,
    filter: ['>=', ['get', 'population'], ['step', ['zoom'], 600_000, 5, 250_000, 6, 120_000, 7, 60_000]],
    paint: {
      'circle-color': palette.land,
      'circle-radius': byZoom([4, 1.8], [8, 2.8]),
      'circle-stroke-color': palette.townDot,
      'circle-stroke-width': 1.2,
    },
  },
  {
    id: 'towns',
    type: 'symbol',
    source: 'world',
    'source-layer': 'cities',
    minzoom: 3,
    filter: [
      '>=',
      ['get', 'population'],
      ['step', ['zoom'], 1_500_000, 4, 400_000, 5, 150_000, 6, 60_000, 7, 25_000, 8, 10_000, 9, 0],
    ],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [MAP_FONT],
      'text-size': [
        'interpolate',
        ['linear'],
        ['zoom'],
        4,
        ['step', ['get', 'population'], 10, 1_000_000, 12.5],
        9,
        ['step', ['get', 'population'], 11, 50_000, 12.5, 250_000, 14.5, 1_000_000, 18],
        13,
        ['step', ['get', 'population'], 13, 50_000, 15, 250_000, 18, 1_000_000, 24],
      ],
      'text-anchor': 'bottom',
      'text-offset': ['step', ['zoom'], ['literal', [0, -0.35]], 9, ['literal', [0, 0.5]]],
      'text-max-width': 8,
      'text-padding': 6,
      'symbol-sort-key': ['-', ['get', 'population']],
    },
    paint: {
      'text-color': palette.townText,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.4,
      'text-halo-blur': 0.4,
    },
  },
  {
    id: 'countries',
    type: 'symbol',
    source: 'world',
    'source-layer': 'countries',
    minzoom: 1.5,
    maxzoom: 7,
    filter: ['>=', ['get', 'area'], ['step', ['zoom'], 60, 3, 12, 4, 3, 5, 0]],
    layout: {
      'text-field': ['upcase', ['get', 'name']],
      'text-font': [MAP_FONT],
      'text-size': byZoom([2, 9.5], [6, 13.5]),
      'text-letter-spacing': 0.14,
      'text-max-width': 7,
      'symbol-sort-key': ['-', ['get', 'area']],
    },
    paint: { 'text-color': palette.countryText, 'text-halo-color': palette.halo, 'text-halo-width': 1.2 },
  },
];

/** The built-in base map: the world in vector tiles that ship with the page, so it works with no tile server. */
export const baseMapStyle = (palette: MapPalette): StyleSpecification => ({
  version: 8,
  'font-faces': fontFaces(),
  sources: {
    world: {
      type: 'vector',
      tiles: [`${absolute('/basemap/')}{z}/{x}/{y}.pbf`],
      maxzoom: 5,
      attribution: 'Natural Earth · © GeoNames',
    },
  },
  layers: [...ground(palette), ...labels(palette)],
});
