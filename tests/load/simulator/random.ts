/**
 * A number from 0 up to 1 that depends on its key alone. Asking by key instead of in sequence is what lets the simulator
 * start at any instant and find every vehicle where it would have been.
 */
export type Draw = (...key: readonly (string | number)[]) => number;

/** Draws of one seed. The same seed and key always give the same number. */
export const drawFrom =
  (seed: string): Draw =>
  (...key) =>
    scatter(`${seed}/${key.join('/')}`);

/** A draw whose keys all start the same, e.g. one vehicle's. */
export const drawWithin =
  (draw: Draw, ...prefix: readonly (string | number)[]): Draw =>
  (...key) =>
    draw(...prefix, ...key);

/** A standard normal number, from two draws (Box-Muller), cut off at three deviations. */
export const normal = (draw: Draw, ...key: readonly (string | number)[]): number => {
  const size = Math.sqrt(-2 * Math.log(1 - draw(...key, 'size')));
  const value = size * Math.cos(2 * Math.PI * draw(...key, 'angle'));
  return Math.max(-3, Math.min(3, value));
};

/** One of `items`, each as likely as its weight. Undefined when there is none with a weight above zero. */
export const pick = <T>(items: readonly T[], weight: (item: T) => number, at: number): T | undefined => {
  const total = items.reduce((sum, item) => sum + weight(item), 0);
  let rest = at * total;
  for (const item of items) {
    rest -= weight(item);
    if (rest < 0) return item;
  }
  return undefined;
};

/** FNV-1a over the text, then the murmur3 finaliser, so that neighbouring keys end far apart. */
const scatter = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};
