import fc from 'fast-check';
import { FleetError, isKind, stale } from '../../../shared/kernel/errors.ts';
import { distance } from '../../../shared/kernel/geo.ts';
import { newId, TenantId } from '../../../shared/kernel/ids.ts';
import { defined } from '../../../shared/kernel/objects.ts';
import { portions } from '../../../shared/kernel/portions.ts';

describe('portions of a list', () => {
  it('hold every item once, in order, and no more than there is room for', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 })), fc.integer({ min: 1, max: 30 }), (sizes, room) => {
        const cut = portions(sizes, room, (size) => size);
        expect(cut.flat()).toEqual(sizes);
        for (const portion of cut)
          expect(portion.length === 1 || portion.reduce((sum, size) => sum + size, 0) <= room).toBe(true);
      }),
    ));
  it('are as few as the order allows', () =>
    expect(portions([3, 3, 3, 9, 1], 6, (size) => size)).toEqual([[3, 3], [3], [9], [1]]));
  it('are none of nothing', () => expect(portions([], 6, () => 1)).toEqual([]));
});

describe('distance', () => {
  const karlsruhe = { lat: 49.0069, lon: 8.4037 };

  it('is what the map says, within half a percent', () =>
    expect(distance(karlsruhe, { lat: 52.52, lon: 13.405 })).toBeCloseTo(525_900, -4));
  it('is nothing from here to here', () => expect(distance(karlsruhe, karlsruhe)).toBe(0));
  it('takes the short way over the date line', () =>
    expect(distance({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 })).toBeCloseTo(111_195, -2));
  it('knows how far the other side of the world is', () =>
    expect(distance({ lat: 90, lon: 0 }, { lat: -90, lon: 0 })).toBeCloseTo(Math.PI * 6_371_008.8, 3));
});

describe('ids', () => {
  it('carry their kind and sort by their making', () => {
    const ids = Array.from({ length: 100 }, () => newId('veh'));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(100);
    expect(ids[0]).toMatch(/^veh_[0-9a-z]{26}$/);
  });
  it.each(['ten_', 'acme', 'ten_ACME', 'ten_a/b', `ten_${'x'.repeat(27)}`])('of tenants are not %s', (id) =>
    expect(TenantId.safeParse(id).success).toBe(false),
  );
});

describe('errors', () => {
  it('are told apart by their kind', () => {
    expect(isKind(stale('a/b', 'No.'), 'stale')).toBe(true);
    expect(isKind(stale('a/b', 'No.'), 'conflict')).toBe(false);
    expect(isKind(new Error('stale'), 'stale')).toBe(false);
  });
  it('keep what caused them', () => {
    const cause = new Error('Below.');
    expect(new FleetError('upstream', 'a/b', 'No.', {}, { cause }).cause).toBe(cause);
  });
});

describe('defined', () => {
  it('drops what is undefined and nothing else', () =>
    expect(Object.keys(defined({ a: 1, b: undefined, c: null, d: 0, e: '' }))).toEqual(['a', 'c', 'd', 'e']));
});
