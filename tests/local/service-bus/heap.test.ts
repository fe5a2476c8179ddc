import fc from 'fast-check';
import { Heap, NOWHERE } from '../../../local/service-bus/broker/heap.ts';

interface Numbered {
  value: number;
  place: number;
}
const item = (value: number): Numbered => ({ value, place: NOWHERE });
const drain = (heap: Heap<Numbered>) => Array.from({ length: heap.size }, () => heap.pop()?.value);

it('a heap gives its items back in order, whatever was taken out of its middle', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.boolean())), (entries) => {
      const heap = new Heap<Numbered>((a, b) => a.value - b.value);
      const items = entries.map(([value, stays]) => ({ stays, node: item(value) }));
      for (const { node } of items) heap.push(node);
      for (const { stays, node } of items) if (!stays) heap.remove(node);
      for (const { stays, node } of items) if (!stays) heap.remove(node);
      const wanted = items.filter(({ stays }) => stays).map(({ node }) => node.value);
      expect(drain(heap)).toEqual(wanted.sort((a, b) => a - b));
      expect(items.every(({ node }) => node.place === NOWHERE)).toBe(true);
    }),
  );
});
