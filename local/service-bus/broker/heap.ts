/** Anything a heap can hold. The heap keeps `place` up to date, so that an item can be taken out of the middle. */
export interface Placed {
  place: number;
}

/** Value of `place` while an item is in no heap. */
export const NOWHERE = -1;

/** A binary heap whose items know where they are: push, pop and removal from the middle are all O(log n). */
export class Heap<Item extends Placed> {
  readonly #items: Item[] = [];
  readonly #compare: (a: Item, b: Item) => number;

  /** `compare` is negative when its first item comes first. Its answer must not change while items are inside. */
  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    this.#rise(this.#items.length, item);
  }

  pop(): Item | undefined {
    const first = this.#items[0];
    if (first) this.remove(first);
    return first;
  }

  /** Does nothing when the item is not inside. */
  remove(item: Item): void {
    const hole = item.place;
    if (hole === NOWHERE) return;
    item.place = NOWHERE;
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    const parent = this.#items[(hole - 1) >> 1];
    if (hole > 0 && parent && this.#compare(last, parent) < 0) this.#rise(hole, last);
    else this.#sink(hole, last);
  }

  #put(place: number, item: Item): void {
    this.#items[place] = item;
    item.place = place;
  }

  #rise(from: number, item: Item): void {
    let place = from;
    while (place > 0) {
      const up = (place - 1) >> 1;
      const parent = this.#items[up];
      if (!parent || this.#compare(parent, item) <= 0) break;
      this.#put(place, parent);
      place = up;
    }
    this.#put(place, item);
  }

  #sink(from: number, item: Item): void {
    let place = from;
    for (;;) {
      const left = this.#items[2 * place + 1];
      const right = this.#items[2 * place + 2];
      const child = left && right && this.#compare(right, left) < 0 ? right : left;
      if (!child || this.#compare(item, child) <= 0) break;
      const below = child.place;
      this.#put(place, child);
      place = below;
    }
    this.#put(place, item);
  }
}
