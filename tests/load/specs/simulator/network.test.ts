import { distance } from '../../simulator/geo.ts';
import { toGeoJson } from '../../simulator/geo-json.ts';
import { landBetween } from '../../simulator/land.ts';
import { limitAt, type Network, networkOf } from '../../simulator/network.ts';
import { REGIONS } from '../../simulator/regions.ts';
import { reachFrom } from '../../simulator/route.ts';

const regions = Object.values(REGIONS);
const networks = new Map(regions.map((region) => [region.id, networkOf(region)]));
const network = (id: string): Network => networks.get(id as 'rhine') ?? networkOf(REGIONS.rhine);
const cityNamed = ({ cities }: Network, name: string) => cities.findIndex((city) => city.name === name);

describe.each(regions.map(({ id }) => id))('the %s network', (id) => {
  const { cities, links, linksAt } = network(id);

  test('joins enough cities, every one of them to every other', () => {
    expect(cities.length).toBeGreaterThan(60);
    const reach = reachFrom(network(id), { link: 0, along: 0 });
    expect(reach.seconds.filter((seconds) => !Number.isFinite(seconds))).toEqual([]);
  });

  test('is sparse, and has big roads and small ones', () => {
    expect(links.length).toBeLessThan(3 * cities.length);
    const motorways = links.filter(({ kind }) => kind === 'motorway').length;
    expect(motorways / links.length).toBeGreaterThan(0.1);
    expect(motorways / links.length).toBeLessThan(0.6);
    for (const at of linksAt) expect(at.length).toBeLessThanOrEqual(8);
  });

  test('leads every road from city centre to city centre, with bends but without great detours', () => {
    for (const { from, to, line } of links) {
      const [a, b] = [cities[from], cities[to]];
      const [first, last] = [line.points[0], line.points.at(-1)];
      if (!a || !b || !first || !last) throw new Error('A road leads nowhere.');
      expect(distance(first, a)).toBeLessThan(1);
      expect(distance(last, b)).toBeLessThan(1);
      expect(line.length / distance(a, b)).toBeGreaterThan(1);
      expect(line.length / distance(a, b)).toBeLessThan(1.35);
      const steps = line.along.slice(1).map((metres, index) => metres - (line.along[index] ?? 0));
      expect(Math.max(...steps)).toBeLessThan(250);
    }
  });

  test('slows down to the speed of a town at both ends of a road', () => {
    for (const link of links) {
      expect(limitAt(network(id), link, 100)).toBe(13.9);
      expect(limitAt(network(id), link, link.line.length - 100)).toBe(13.9);
    }
  });

  test('is the same every time', () => {
    expect(JSON.stringify(networkOf(REGIONS[id]))).toBe(JSON.stringify(network(id)));
  });
});

test('crosses the water on bridges only', () => {
  const { links, cities } = network('baltic');
  const names = links.map(({ from, to }) => [cities[from]?.name, cities[to]?.name].sort().join('-'));

  expect(names).toContain('Copenhagen-Malmö');
  expect(names).toContain('Odense-Slagelse');
  expect(names).not.toContain('Frederikshavn-Göteborg');
  expect(names).not.toContain('Helsingborg-Hørsholm');
});

test('tells land from sea', () => {
  const isLand = landBetween(49, 58);
  expect(isLand({ lat: 50.94, lon: 6.96 })).toBe(true);
  expect(isLand({ lat: 56.15, lon: 9.5 })).toBe(true);
  expect(isLand({ lat: 56.5, lon: 11.6 })).toBe(false);
  expect(isLand({ lat: 54.5, lon: 4 })).toBe(false);
});

test('finds the quickest way, and the same time there and back', () => {
  const rhine = network('rhine');
  const [bonn, utrecht] = [cityNamed(rhine, 'Bonn'), cityNamed(rhine, 'Utrecht')];
  const startAt = (city: number) => {
    const link = rhine.linksAt[city]?.[0] ?? 0;
    return { link, along: rhine.links[link]?.from === city ? 0 : (rhine.links[link]?.line.length ?? 0) };
  };
  const there = reachFrom(rhine, startAt(bonn));
  const back = reachFrom(rhine, startAt(utrecht));

  expect(there.seconds[utrecht]).toBeCloseTo(back.seconds[bonn] ?? 0, 3);
  expect(there.seconds[utrecht]).toBeGreaterThan(1.5 * 3600);
  expect(there.seconds[utrecht]).toBeLessThan(4 * 3600);

  const legs = there.to(utrecht);
  legs.slice(1).forEach((leg, index) => {
    const previous = legs[index];
    const end = (metres: number, link: number) => {
      const road = rhine.links[link];
      return metres === 0 ? road?.from : road?.to;
    };
    expect(end(leg.from, leg.link)).toBe(end(previous?.to ?? -1, previous?.link ?? -1));
  });
});

describe('the overlay', () => {
  const overlay = toGeoJson(network('rhine'), network('baltic'));

  test('holds every road and every city', () => {
    const lines = overlay.features.filter(({ geometry }) => geometry.type === 'LineString');
    const points = overlay.features.filter(({ geometry }) => geometry.type === 'Point');

    expect(lines).toHaveLength(network('rhine').links.length + network('baltic').links.length);
    expect(points).toHaveLength(network('rhine').cities.length + network('baltic').cities.length);
    for (const { properties } of lines) expect(['motorway', 'main']).toContain(properties.class);
    expect(points).toContainEqual({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [12.5655, 55.6759] },
      properties: { name: 'Copenhagen', population: 1153615 },
    });
  });

  test('is small enough to fetch', () => {
    expect(JSON.stringify(overlay).length).toBeLessThan(600_000);
  });
});
