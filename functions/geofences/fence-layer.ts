import Flatbush from 'flatbush';
import type { FixedFence } from './fence.ts';

/** So many changes are looked through one by one; then the tree is made anew, which takes some tens of milliseconds for 100,000 fences. */
const MAX_CHANGES = 256;
/** Of a large tree this part may have changed. */
const MAX_SHARE = 1 / 32;

/** Fences by where they are. Some of the changes since the tree was made are kept beside it. */
export interface FenceLayer {
  /** Puts a fence in the place of the old one, if there was any. */
  replace(old: FixedFence | undefined, fence: FixedFence | undefined): void;
  /** Those whose bounds touch a box, each once, in no order. The box does not reach over the 180th meridian. */
  search(south: number, west: number, north: number, east: number): FixedFence[];
}

const touches = ({ bounds }: FixedFence, south: number, west: number, north: number, east: number): boolean =>
  bounds.south <= north &&
  bounds.north >= south &&
  ((bounds.west <= east && bounds.east >= west) || (bounds.west <= east + 360 && bounds.east >= west + 360));

interface Tree {
  readonly boxes: Flatbush;
  /** Whose box each is: what spans the 180th meridian has two. */
  readonly owners: readonly FixedFence[];
}

const treeOf = (fences: ReadonlySet<FixedFence>): Tree | undefined => {
  if (fences.size === 0) return undefined;
  const beyond = [...fences].filter(({ bounds }) => bounds.east > 180);
  const owners = [...fences, ...beyond];
  const boxes = new Flatbush(owners.length);
  for (const { bounds } of fences) boxes.add(bounds.west, bounds.south, Math.min(180, bounds.east), bounds.north);
  for (const { bounds } of beyond) boxes.add(-180, bounds.south, bounds.east - 360, bounds.north);
  boxes.finish();
  return { boxes, owners };
};

export const fenceLayer = (fences: Iterable<FixedFence>): FenceLayer => {
  const present = new Set(fences);
  /** Present, but not in the tree. */
  const added = new Set<FixedFence>();
  /** In the tree, but gone. */
  const gone = new Set<FixedFence>();
  let tree = treeOf(present);

  const settle = (): void => {
    if (added.size + gone.size <= Math.max(MAX_CHANGES, present.size * MAX_SHARE)) return;
    tree = treeOf(present);
    added.clear();
    gone.clear();
  };

  return {
    replace(old, fence) {
      if (old) {
        present.delete(old);
        if (!added.delete(old)) gone.add(old);
      }
      if (fence) {
        present.add(fence);
        added.add(fence);
      }
    },
    search(south, west, north, east) {
      // Here and not where it changes: many changes at once then cost one tree.
      settle();
      const found: FixedFence[] = [];
      for (const box of tree?.boxes.search(west, south, east, north) ?? []) {
        const fence = tree?.owners[box];
        if (fence && !gone.has(fence)) found.push(fence);
      }
      for (const fence of added) if (touches(fence, south, west, north, east)) found.push(fence);
      // A wide box may touch both halves of a fence.
      return east - west > 90 ? [...new Set(found)] : found;
    },
  };
};
