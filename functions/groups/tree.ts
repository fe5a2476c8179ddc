import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, invalid, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { MAX_DEPTH, MAX_GROUPS } from './contract.ts';

type ParentId = string | null;

// Commands

type Add = Message<'Add', { groupId: string; name: string; parentId: ParentId; now: string }>;
type Rename = Message<'Rename', { groupId: string; name: string; now: string }>;
type Move = Message<'Move', { groupId: string; parentId: ParentId; now: string }>;
type Archive = Message<'Archive', { groupId: string; now: string }>;

export type TreeCommand = Add | Rename | Move | Archive;

// Events

type Added = Message<'GroupAdded', { groupId: string; name: string; parentId: ParentId; addedAt: string }>;
type Renamed = Message<'GroupRenamed', { groupId: string; name: string; renamedAt: string }>;
type Moved = Message<'GroupMoved', { groupId: string; parentId: ParentId; movedAt: string }>;
type Archived = Message<'GroupArchived', { groupId: string; archivedAt: string }>;

export type TreeEvent = Added | Renamed | Moved | Archived;

export interface Node {
  readonly name: string;
  readonly parentId: ParentId;
  readonly archivedAt?: string;
}

/** By group id. All groups of a company are one consistency boundary: no cycle and no two of a name can come of two changes at once. */
export type Tree = ReadonlyMap<string, Node>;

const withNode = (tree: Tree, groupId: string, change: Partial<Node>): Tree => {
  const node: Node = { name: '', parentId: null, ...tree.get(groupId), ...change };
  return new Map(tree).set(groupId, node);
};

const evolve = (tree: Tree, { type, data }: TreeEvent): Tree => {
  switch (type) {
    case 'GroupAdded':
      return withNode(tree, data.groupId, { name: data.name, parentId: data.parentId });
    case 'GroupRenamed':
      return withNode(tree, data.groupId, { name: data.name });
    case 'GroupMoved':
      return withNode(tree, data.groupId, { parentId: data.parentId });
    case 'GroupArchived':
      return withNode(tree, data.groupId, { archivedAt: data.archivedAt });
    default:
      return unreachable(type);
  }
};

const inUse = (tree: Tree) => [...tree].filter(([, { archivedAt }]) => archivedAt === undefined);

const find = (tree: Tree, groupId: string): Node => {
  const node = tree.get(groupId);
  if (!node || node.archivedAt) throw notFound('groups/not-found', 'There is no such group.');
  return node;
};

/** The group and what is above it, itself first. The tree has no cycles, so this ends. */
const upwards = (tree: Tree, groupId: ParentId): string[] =>
  groupId === null ? [] : [groupId, ...upwards(tree, tree.get(groupId)?.parentId ?? null)];

const childrenOf = (tree: Tree, groupId: string) => inUse(tree).filter(([, { parentId }]) => parentId === groupId);

const heightOf = (tree: Tree, groupId: string): number =>
  1 + Math.max(0, ...childrenOf(tree, groupId).map(([id]) => heightOf(tree, id)));

const requireParent = (tree: Tree, parentId: ParentId): void => {
  if (parentId === null) return;
  const parent = tree.get(parentId);
  if (parent && !parent.archivedAt) return;
  throw invalid('groups/unknown', 'There is no such group.', [
    { path: ['parentId'], message: 'Expected one of your groups.' },
  ]);
};

const requireRoom = (tree: Tree, parentId: ParentId, height: number): void => {
  if (upwards(tree, parentId).length + height > MAX_DEPTH)
    throw conflict('groups/too-deep', `Groups can be nested ${MAX_DEPTH} deep.`, { limit: MAX_DEPTH });
};

const sameName = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();

const requireFreeName = (tree: Tree, parentId: ParentId, name: string, groupId: string): void => {
  const isTaken = inUse(tree).some(
    ([id, node]) => id !== groupId && node.parentId === parentId && sameName(node.name, name),
  );
  if (isTaken) throw conflict('groups/name-taken', 'There is a group of this name at this place already.');
};

const add = ({ groupId, name, parentId, now }: Add['data'], tree: Tree): TreeEvent[] => {
  if (tree.has(groupId)) return [];
  requireParent(tree, parentId);
  if (inUse(tree).length >= MAX_GROUPS)
    throw conflict('groups/too-many', `A company can have ${MAX_GROUPS} groups.`, { limit: MAX_GROUPS });
  requireRoom(tree, parentId, 1);
  requireFreeName(tree, parentId, name, groupId);
  return [{ type: 'GroupAdded', data: { groupId, name, parentId, addedAt: now } }];
};

const rename = ({ groupId, name, now }: Rename['data'], tree: Tree): TreeEvent[] => {
  const { name: before, parentId } = find(tree, groupId);
  if (name === before) return [];
  requireFreeName(tree, parentId, name, groupId);
  return [{ type: 'GroupRenamed', data: { groupId, name, renamedAt: now } }];
};

const move = ({ groupId, parentId, now }: Move['data'], tree: Tree): TreeEvent[] => {
  const { name, parentId: before } = find(tree, groupId);
  if (parentId === before) return [];
  requireParent(tree, parentId);
  if (upwards(tree, parentId).includes(groupId))
    throw conflict('groups/cycle', 'A group cannot be moved below itself.');
  requireRoom(tree, parentId, heightOf(tree, groupId));
  requireFreeName(tree, parentId, name, groupId);
  return [{ type: 'GroupMoved', data: { groupId, parentId, movedAt: now } }];
};

const archive = ({ groupId, now }: Archive['data'], tree: Tree): TreeEvent[] => {
  if (tree.get(groupId)?.archivedAt) return [];
  find(tree, groupId);
  if (childrenOf(tree, groupId).length > 0)
    throw conflict('groups/has-children', 'This group has groups below it. Move or archive them first.');
  return [{ type: 'GroupArchived', data: { groupId, archivedAt: now } }];
};

/** The groups of one company. */
export const groupTree: Decider<Tree, TreeCommand, TreeEvent> = {
  initial: new Map(),
  evolve,
  decide(command, tree) {
    switch (command.type) {
      case 'Add':
        return add(command.data, tree);
      case 'Rename':
        return rename(command.data, tree);
      case 'Move':
        return move(command.data, tree);
      case 'Archive':
        return archive(command.data, tree);
      default:
        return unreachable(command);
    }
  },
};

export const treeStream = (tenantId: string) => ({ tenantId, streamId: 'groups-tree' });
