import fc from 'fast-check';
import { compileFence, compileFences } from '../../../functions/geofences/compile.ts';
import type { Shape } from '../../../functions/geofences/contract.ts';
import type { Fence, FenceRule } from '../../../functions/geofences/fence.ts';
import { type FenceIndex, fenceIndex } from '../../../functions/geofences/fence-index.ts';
import { contains } from '../../../functions/geofences/shape/geometry.ts';

const rule = (id: string, shape: Shape, more: Partial<FenceRule> = {}): FenceRule => ({
  id,
  name: `The ${id}`,
  kind: 'geofence',
  shape,
  ...more,
});
const circle = (lat: number, lon: number, radiusMetres = 500): Shape => ({
  type: 'circle',
  center: { lat, lon },
  radiusMetres,
});

const indexOf = async (...rules: readonly FenceRule[]) => fenceIndex(await compileFences(rules));

describe('what a spot is called', () => {
  const town = rule('town', circle(50, 8, 5_000));
  const yard = rule('yard', circle(50, 8, 300));
  const dock = rule('dock', circle(50, 8, 50), { kind: 'place' });

  it.each([
    ['the smallest place in it', 50, { kind: 'place', id: 'dock', name: 'The dock' }],
    ['or geofence', 50.001, { kind: 'geofence', id: 'yard', name: 'The yard' }],
    ['or a large one around it', 50.02, { kind: 'geofence', id: 'town', name: 'The town' }],
    ['or nothing', 50.1, undefined],
  ])('%s', async (_, lat, named) => expect((await indexOf(town, yard, dock)).nameAt(lat, 8)).toEqual(named));

  it('is not that of a fence that moves', async () => {
    const convoy = rule('convoy', { type: 'around-vehicle', vehicleId: 'veh_1', radiusMetres: 5_000 });
    expect((await indexOf(convoy)).nameAt(50, 8)).toBeUndefined();
  });
});

describe('what watches a vehicle everywhere', () => {
  const convoy = rule('convoy', { type: 'around-vehicle', vehicleId: 'veh_1', radiusMetres: 500 });
  const home = rule('home', circle(50, 8), { expectInside: true, appliesTo: { vehicleIds: ['veh_2'] } });
  const depot = rule('depot', circle(51, 8), { expectInside: true, appliesTo: { groupIds: ['grp_north'] } });
  const usual = rule('usual', circle(52, 8));

  it.each([
    ['veh_2', undefined, ['convoy', 'home']],
    ['veh_3', 'grp_north', ['convoy', 'depot']],
    ['veh_2', 'grp_north', ['convoy', 'depot', 'home']],
    ['veh_1', undefined, []],
  ])('%s in %s: %j', async (vehicleId, groupId, ids) => {
    const index = await indexOf(convoy, home, depot, usual);
    expect(index.everywhere(vehicleId, groupId).map(({ id }) => id)).toEqual(ids);
    expect(index.everywhere(vehicleId, groupId)).toBe(index.everywhere(vehicleId, groupId));
  });

  it('changes with the fences, and with the group of the vehicle', async () => {
    const index = await indexOf(home, depot);
    expect(index.everywhere('veh_2', undefined)).toHaveLength(1);
    expect(index.everywhere('veh_2', 'grp_north')).toHaveLength(2);
    index.remove('home');
    expect(index.everywhere('veh_2', 'grp_north').map(({ id }) => id)).toEqual(['depot']);
    index.put(await compileFence(convoy));
    expect(index.everywhere('veh_2', undefined).map(({ id }) => id)).toEqual(['convoy']);
  });
});

it('a change is seen where it is, at once, and the revision grows', async () => {
  const index = await indexOf(rule('a', circle(50, 8)));
  const idsAt = (lat: number) => index.at(lat, 8).map(({ id }) => id);
  expect(idsAt(50)).toEqual(['a']);
  index.put(await compileFence(rule('a', circle(51, 8))));
  expect([idsAt(50), idsAt(51)]).toEqual([[], ['a']]);
  index.put(await compileFence(rule('b', circle(51, 8, 100))));
  expect(idsAt(51)).toEqual(['b', 'a']);
  index.remove('a');
  index.remove('unknown');
  expect(idsAt(51)).toEqual(['b']);
  expect([index.revision, index.size, index.byId('a'), index.byId('b')?.name]).toEqual([3, 1, undefined, 'The b']);
});

const lat = fc.double({ min: -80, max: 80, noNaN: true });
const lon = fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(-180, 180, 179.999, -179.999));
// Near each other, so that some of them touch, and often at the 180th meridian.
const somewhere = fc.tuple(
  fc.double({ min: -0.05, max: 0.05, noNaN: true }),
  fc.double({ min: -0.05, max: 0.05, noNaN: true }),
);
const moved = (origin: readonly [number, number], [north, east]: readonly [number, number]) => {
  const x = origin[1] + east;
  return { lat: origin[0] + north, lon: x > 180 ? x - 360 : x < -180 ? x + 360 : x };
};

const slowly = (fences: ReadonlyMap<string, Fence>, spots: readonly { lat: number; lon: number }[]): string[] =>
  [...fences.values()]
    .filter(({ geometry }) => geometry && spots.some((spot) => contains(geometry, spot.lat, spot.lon)))
    .map(({ id }) => id)
    .sort();

const idsOf = (fences: ReturnType<FenceIndex['at']>) => fences.map(({ id }) => id);

it('finds what going through all of them finds, whatever has changed since it was made', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(lat, lon),
      fc.array(fc.tuple(somewhere, fc.integer({ min: 10, max: 3_000 })), { minLength: 1, maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(60), fc.option(somewhere)), { maxLength: 30 }),
      fc.array(somewhere, { minLength: 10, maxLength: 10 }),
      async (origin, made, changes, asked) => {
        const ruleAt = (n: number, aside: readonly [number, number], radius: number) => {
          const { lat, lon } = moved(origin, aside);
          return rule(`f${n}`, circle(lat, lon, radius));
        };
        const fences = await compileFences(made.map(([aside, radius], n) => ruleAt(n, aside, radius)));
        const expected = new Map(fences.map((fence) => [fence.id, fence]));
        const index = fenceIndex(fences);
        for (const [n, aside] of changes) {
          index.at(...origin);
          if (!aside) {
            expected.delete(`f${n}`);
            index.remove(`f${n}`);
            continue;
          }
          const fence = await compileFence(ruleAt(n, aside, 400));
          expected.set(fence.id, fence);
          index.put(fence);
        }
        expect(index.size).toBe(expected.size);
        let last = moved(origin, [0, 0]);
        for (const aside of asked) {
          const spot = moved(origin, aside);
          const found = slowly(expected, [spot]);
          const inside = (list: ReturnType<FenceIndex['at']>) =>
            idsOf(list.filter(({ geometry }) => contains(geometry, spot.lat, spot.lon))).sort();
          expect(inside(index.at(spot.lat, spot.lon))).toEqual(found);
          expect(inside(index.near(spot.lat, spot.lon, spot.lat, spot.lon))).toEqual(found);
          const along = idsOf(index.along(last.lat, last.lon, spot.lat, spot.lon));
          expect(along).toEqual([...new Set(along)]);
          expect(along).toEqual(expect.arrayContaining(found));
          last = spot;
        }
      },
    ),
    { numRuns: 100 },
  );
});

it('stays right when a great deal has changed', async () => {
  const index = await indexOf(...Array.from({ length: 50 }, (_, n) => rule(`f${n}`, circle(50 + n / 100, 8))));
  for (let n = 0; n < 1_000; n++) index.put(await compileFence(rule(`f${n}`, circle(40 + n / 100, 8))));
  expect(idsOf(index.near(40, 8, 40.029, 8)).sort()).toEqual(['f0', 'f1', 'f2', 'f3']);
  expect(idsOf(index.near(50, 8, 50.6, 8))).toEqual([]);
});
