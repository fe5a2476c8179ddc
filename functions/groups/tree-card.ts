import { groupTreeAddress } from '../../shared/identity/group-tree.ts';
import type { Projection } from '../../shared/projections/projection.ts';
import { groupTree, type Node, type Tree, type TreeEvent } from './tree.ts';

/** All groups of a company, by their ids. */
export interface TreeCard {
  readonly groups: Readonly<Record<string, Node>>;
}

/** The one document of the view. */
export const TREE_ID = 'tree';

export const treeOf = (card: TreeCard | undefined): Tree => new Map(Object.entries(card?.groups ?? {}));

const KNOWN = new Set<string>([
  'GroupAdded',
  'GroupRenamed',
  'GroupMoved',
  'GroupArchived',
] satisfies TreeEvent['type'][]);

/** The view is the state itself; only an event of a newer release must not stop it. */
export const treeCards: Projection<TreeCard, TreeEvent> = {
  name: 'groups',
  streams: 'groups-',
  apply: (card, { event }) =>
    KNOWN.has(event.type) ? { groups: Object.fromEntries(groupTree.evolve(treeOf(card), event)) } : card,
  lookups: ({ groups }, tenantId) => {
    const inUse = Object.entries(groups).filter(([, { archivedAt }]) => archivedAt === undefined);
    const parents = Object.fromEntries(inUse.map(([id, { parentId }]) => [id, parentId]));
    return [{ ...groupTreeAddress(tenantId), value: { parents } }];
  },
};
