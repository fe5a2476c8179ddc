import fc from 'fast-check';
import { subtree } from '../../../shared/identity/group-tree.ts';

const parents = { a: null, b: 'a', c: 'b', d: 'a', e: null };

describe('what lies below groups', () => {
  it.each([
    [['a'], ['a', 'b', 'c', 'd']],
    [['b'], ['b', 'c']],
    [
      ['c', 'e'],
      ['c', 'e'],
    ],
    [['gone'], []],
    [[], []],
  ])('%j: %j', (roots, expected) => expect([...subtree({ parents }, roots)].sort()).toEqual(expected));

  it('ends, whatever a tree says', () => {
    const anyTree = fc.dictionary(fc.constantFrom(...'abcdef'), fc.option(fc.constantFrom(...'abcdef')));
    fc.assert(
      fc.property(anyTree, fc.array(fc.constantFrom(...'abcdef')), (tree, roots) => {
        const below = subtree({ parents: tree }, roots);
        for (const root of roots) expect(below.has(root)).toBe(root in tree);
        // Closed: a child of what is inside is inside.
        for (const [id, parent] of Object.entries(tree))
          if (parent && below.has(parent)) expect(below.has(id)).toBe(true);
      }),
    );
  });
});
