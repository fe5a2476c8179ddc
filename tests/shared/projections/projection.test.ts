import { advance, type Projection, rebuild, type Versioned } from '../../../shared/projections/projection.ts';
import { recorded } from '../../../shared/testing/projection-spec.ts';

interface Tally {
  readonly names: readonly string[];
}
type Added = { readonly type: 'Added'; readonly data: { readonly name: string } };

const tally: Projection<Tally, Added> = {
  name: 'tallies',
  streams: 'tally-',
  // The first event is none of its business: such a view must not ask for ever for what it does not want.
  apply: (doc, { event, version }) => (version === 1 ? undefined : { names: [...(doc?.names ?? []), event.data.name] }),
};

const added = (name: string): Added => ({ type: 'Added', data: { name } });
const [first, second, third] = recorded(
  { tenantId: 'ten_acme', streamId: 'tally-1' },
  added('a'),
  added('b'),
  added('c'),
) as [never, never, never];
const at = (version: number, ...names: string[]): Versioned<Tally> => ({ names, version });

describe('moving a document to the next event', () => {
  it('applies the event it has not seen', () => expect(advance(tally, at(2, 'b'), third)).toEqual(at(3, 'b', 'c')));
  it('leaves the document alone when it has seen the event', () => {
    const doc = at(3, 'b', 'c');
    expect(advance(tally, doc, third)).toBe(doc);
    expect(advance(tally, doc, first)).toBe(doc);
  });
  it('notices an event that is missing in between', () => expect(advance(tally, undefined, third)).toBe('gap'));
  it('makes no document of an event the view ignores', () => expect(advance(tally, undefined, first)).toBeUndefined());
});

describe('rebuilding a document', () => {
  it('folds the whole stream', () => expect(rebuild(tally, [first, second, third])).toEqual(at(3, 'b', 'c')));
  it('makes nothing of nothing', () => expect(rebuild(tally, [])).toBeUndefined());
});
