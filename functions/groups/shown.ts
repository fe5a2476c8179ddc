import { type Caller, maySee } from '../../shared/identity/caller.ts';
import type { Group } from './contract.ts';
import type { Node, Tree } from './tree.ts';

const byName = ([, a]: [string, Node], [, b]: [string, Node]) => a.name.localeCompare(b.name, 'en', { numeric: true });

/**
 * Every group that the caller may see, after its parent, siblings by name, each with the names that lead to it. To whoever is limited to a branch, that
 * branch is the whole tree.
 */
export const shownTo = (caller: Pick<Caller, 'groups'>, tree: Tree, version: number): Group[] => {
  const seen = [...tree].filter(([id]) => maySee(caller, id));
  const isSeen = new Set(seen.map(([id]) => id));
  const below = Map.groupBy(seen, ([, { parentId }]) => (parentId !== null && isSeen.has(parentId) ? parentId : null));
  const branch = (parentId: string | null, above: readonly string[]): Group[] =>
    (below.get(parentId) ?? []).toSorted(byName).flatMap(([id, { name, archivedAt }]) => {
      const path = [...above, name];
      const group = { id, name, ...(parentId && { parentId }), path, ...(archivedAt && { archivedAt }), version };
      return [group, ...branch(id, path)];
    });
  return branch(null, []);
};
