import fc from 'fast-check';
import { FleetError, isKind, stale } from '../../../shared/kernel/errors.ts';
import { newId } from '../../../shared/kernel/ids.ts';
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

describe('ids', () => {
  it('carry their kind and sort by their making', () => {
    const ids = Array.from({ length: 100 }, () => newId('veh'));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(100);
    expect(ids[0]).toMatch(/^veh_[0-9a-z]{26}$/);
  });
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
