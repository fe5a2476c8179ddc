import fc from 'fast-check';
import { changesOf, isEmpty, patched } from '../../../shared/kernel/patch.ts';
import { Tag, Tags, withTags } from '../../../shared/kernel/tags.ts';

describe('a patch', () => {
  it('names what it really changes', () =>
    expect(changesOf<Record<string, unknown>>({ a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 }, d: null, e: 4 })).toEqual({
      b: { c: 3 },
      e: 4,
    }));

  it('changes nothing the second time', () => {
    const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer());
    const patch = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.option(fc.integer()));
    fc.assert(
      fc.property(fields, patch, (before, given) => {
        const after = patched<Record<string, number>>(before, changesOf(before, given));
        expect(after).toEqual(patched<Record<string, number>>(before, given));
        expect(isEmpty(changesOf(after, given))).toBe(true);
      }),
    );
  });
});

describe('tags', () => {
  it.each([
    ['Night  Shift', 'night-shift'],
    [' Ölspur ', 'ölspur'],
    ['a.b_c:d-1', 'a.b_c:d-1'],
  ])('are kept in their normal form: %s', (given, kept) => expect(Tag.parse(given)).toBe(kept));
  it.each(['', ' ', '-a', 'a/b', 'x'.repeat(41), 'a\u0000'])('are refused: %j', (given) =>
    expect(Tag.safeParse(given).success).toBe(false),
  );
  it('are kept once and in order', () => expect(Tags.parse(['b', 'A', 'a'])).toEqual(['a', 'b']));
  it('are added as long as there is room', () => {
    const many = Array.from({ length: 29 }, (_, index) => `t${index + 10}`);
    expect(withTags(many, ['a', 'a'])).toEqual(['a', ...many]);
    expect(withTags(many, ['a', 'b'])).toBeUndefined();
  });
});
