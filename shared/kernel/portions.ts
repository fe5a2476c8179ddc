/** Cuts a list into portions of at most `room` each, in order; an item that is larger makes a portion of its own. */
export const portions = <Item>(items: readonly Item[], room: number, sizeOf: (item: Item) => number): Item[][] => {
  const all: Item[][] = [];
  let left = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (size > left || all.length === 0) {
      all.push([]);
      left = room;
    }
    all.at(-1)?.push(item);
    left -= size;
  }
  return all;
};
