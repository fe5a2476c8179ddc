import type { AddLayerObject } from 'maplibre-gl';

/** What has no colour of its own. */
const PLAIN = '#0d737e';

const color = ['coalesce', ['get', 'colour'], PLAIN] as never;
const selected = (yes: number, no: number) => ['case', ['==', ['get', 'selected'], true], yes, no] as never;
const isArea = ['==', ['get', 'kind'], 'area'] as never;

/** How shapes look: tinted, with an edge; the selected one stronger. */
export const shapeLayers = (source: string): AddLayerObject[] => [
  {
    id: `${source}-area`,
    source,
    type: 'fill',
    filter: isArea,
    paint: { 'fill-color': color, 'fill-opacity': selected(0.3, 0.15) },
  },
  {
    id: `${source}-edge`,
    source,
    type: 'line',
    filter: isArea,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': selected(3, 1.8) },
  },
];
