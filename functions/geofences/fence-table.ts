import { type GroupTree, subtree } from '../../shared/identity/group-tree.ts';
import { compileFences } from './compile.ts';
import type { Fence, FenceRule } from './fence.ts';
import { type FenceIndex, fenceIndex } from './fence-index.ts';

/** More changes than this at once, and an index is better built anew. */
const MANY = 500;

/** What is in force, or that it is no more. The groups are as the rule names them. */
export type FenceEntry = FenceRule | { readonly id: string; readonly gone: true };

/** The fences of a company, and the index that is made of them. */
export interface FenceTable {
  /** With everything up to the last `settle`. */
  readonly index: FenceIndex;
  /** Whether any fence asks for groups. */
  readonly isGrouped: boolean;
  /** Forgets all fences of a kind, because all of them follow. */
  forget(kind: FenceRule['kind']): void;
  /** @throws what `compileFences` throws for a rule that makes no sense */
  take(entries: readonly FenceEntry[]): Promise<void>;
  /** Puts what has been taken into the index, for the groups as they are now. */
  settle(tree: GroupTree): void;
}

export const fenceTable = (): FenceTable => {
  const fences = new Map<string, Fence>();
  /** Of fences that are for groups: the groups that their rules name. */
  const roots = new Map<string, readonly string[]>();
  const changed = new Set<string>();
  let index = fenceIndex();
  let isWhole = true;
  let groups = '';
  let expanded = new Map<string, ReadonlySet<string>>();

  const groupsOf = (tree: GroupTree, named: readonly string[]): ReadonlySet<string> => {
    const key = named.join();
    const known = expanded.get(key) ?? subtree(tree, named);
    expanded.set(key, known);
    return known;
  };

  const remove = (id: string): void => {
    fences.delete(id);
    roots.delete(id);
    changed.add(id);
  };

  return {
    get index() {
      return index;
    },
    get isGrouped() {
      return roots.size > 0;
    },
    forget(kind) {
      for (const fence of fences.values()) if (fence.kind === kind) remove(fence.id);
      isWhole = true;
    },
    async take(entries) {
      const rules = entries.flatMap((entry) => ('gone' in entry ? [] : [entry]));
      const compiled = await compileFences(rules);
      for (const { id } of entries) remove(id);
      for (const fence of compiled) fences.set(fence.id, fence);
      for (const { id, appliesTo } of rules) if (appliesTo?.groupIds) roots.set(id, appliesTo.groupIds);
    },
    settle(tree) {
      const now = JSON.stringify(tree);
      if (now !== groups) {
        for (const id of roots.keys()) changed.add(id);
        expanded = new Map();
        groups = now;
      }
      for (const id of changed) {
        const [fence, named] = [fences.get(id), roots.get(id)];
        // One set for all that are for the same groups: thousands of fences may be for one.
        if (fence && named) fences.set(id, { ...fence, groupIds: groupsOf(tree, named) });
      }
      if (isWhole || changed.size > MANY) index = fenceIndex(fences.values());
      else
        for (const id of changed) {
          const fence = fences.get(id);
          if (fence) index.put(fence);
          else index.remove(id);
        }
      isWhole = false;
      changed.clear();
    },
  };
};
