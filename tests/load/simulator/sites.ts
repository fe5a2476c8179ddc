import type { FleetVehicle } from './fleet.ts';
import { offset, type Place } from './geo.ts';
import { simplify } from './geo-json.ts';
import { type Link, type Network, townRadius } from './network.ts';
import type { City } from './regions.ts';
import { placeAt, SPEED_LIMIT, TOWN_SPEED_LIMIT } from './road.ts';
import type { Spot } from './route.ts';

const { cos, round, sin, PI } = Math;

type Position = readonly [longitude: number, latitude: number];
type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: readonly Position[] }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] };

/** A geofence as `POST /geofences/import` takes it, and the rules that a file cannot tell. */
export interface Site {
  readonly feature: {
    readonly type: 'Feature';
    readonly geometry: Geometry;
    readonly properties: Readonly<Record<string, string | number | readonly string[]>> & {
      readonly externalId: string;
    };
  };
  readonly rules?: { readonly speedLimit?: number; readonly dwellSeconds?: number };
}

const DEPOTS = 4;
/** Metres. A yard, and the road before it. */
const DEPOT_RADIUS = 120;
const CORNERS = 12;
/** Of a town's radius: stops are further in than the edge of the customer's area, and the zone begins where everybody is slow already. */
const AREA = 1.1;
const ZONE = 0.9;
/** Metres from edge to edge: the road as it is drawn, and what satellites are off. */
const CORRIDOR_WIDTH = 200;
const TOLERANCE = 20;
/** Whoever is there for so long has not only driven past. */
const DWELL_SECONDS = 300;

/** The geofences of a demo fleet: some depots, a customer, a zone in which one drives slowly, and the road that most of them use. */
export const sitesOf = (network: Network, fleet: readonly FleetVehicle[]): Site[] => {
  const { id } = network.region;
  const [customer, zone] = network.cities;
  const road = busiestOf(network);
  return [
    ...fleet.slice(0, DEPOTS).map(({ home }, index) => depot(network, `demo-${id}-depot-${index + 1}`, home)),
    ...(customer ? [customerArea(`demo-${id}-customer`, customer)] : []),
    ...(zone ? [slowZone(`demo-${id}-zone`, zone)] : []),
    ...(road ? [corridor(network, `demo-${id}-corridor`, road)] : []),
  ];
};

const depot = ({ links, cities }: Network, externalId: string, { link, along }: Spot): Site => {
  const road = links[link];
  if (!road) throw new Error(`There is no link ${link}.`);
  const city = cities[along < road.line.length / 2 ? road.from : road.to];
  const geometry: Geometry = { type: 'Point', coordinates: positionOf(placeAt(road.line, along)) };
  return siteOf(
    externalId,
    geometry,
    `Depot ${city?.name ?? link}`,
    '#1971c2',
    { radius: DEPOT_RADIUS },
    { dwellSeconds: DWELL_SECONDS },
  );
};

const customerArea = (externalId: string, city: City): Site => {
  const radius = AREA * townRadius(city);
  const corners = Array.from({ length: CORNERS }, (_, index) => {
    const angle = (2 * PI * index) / CORNERS;
    return positionOf(offset(city, radius * cos(angle), radius * sin(angle)));
  });
  const geometry: Geometry = { type: 'Polygon', coordinates: [[...corners, ...corners.slice(0, 1)]] };
  return siteOf(externalId, geometry, `Customers in ${city.name}`, '#2f9e44', {}, { dwellSeconds: DWELL_SECONDS });
};

const slowZone = (externalId: string, city: City): Site => {
  const geometry: Geometry = { type: 'Point', coordinates: positionOf(city) };
  const radius = round(ZONE * townRadius(city));
  const name = `Slow in ${city.name}`;
  return siteOf(externalId, geometry, name, '#e03131', { radius }, { speedLimit: TOWN_SPEED_LIMIT });
};

const corridor = ({ cities }: Network, externalId: string, { from, to, kind, line }: Link): Site => {
  const geometry: Geometry = { type: 'LineString', coordinates: simplify(line.points, TOLERANCE).map(positionOf) };
  const name = `Road ${cities[from]?.name} – ${cities[to]?.name}`;
  return siteOf(externalId, geometry, name, '#f08c00', { width: CORRIDOR_WIDTH }, { speedLimit: SPEED_LIMIT[kind] });
};

/** Between the two neighbours with the most people. */
const busiestOf = ({ links, cities }: Network): Link | undefined => {
  const people = ({ from, to }: Link) => (cities[from]?.population ?? 0) * (cities[to]?.population ?? 0);
  return links.toSorted((a, b) => people(b) - people(a))[0];
};

const siteOf = (
  externalId: string,
  geometry: Geometry,
  name: string,
  colour: string,
  measures: Readonly<Record<string, number>>,
  rules?: Site['rules'],
): Site => ({
  feature: { type: 'Feature', geometry, properties: { externalId, name, colour, tags: ['demo'], ...measures } },
  ...(rules && { rules }),
});

const positionOf = ({ lat, lon }: Place): Position => [round(lon * 1e6) / 1e6, round(lat * 1e6) / 1e6];
