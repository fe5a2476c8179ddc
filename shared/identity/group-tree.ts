import type { Lookups } from '../documents/lookups.ts';
import { type Issue, invalid } from '../kernel/errors.ts';
import { type Caller, maySee } from './caller.ts';

/** A company's groups as the directory keeps them: of each its parent; `null` at the top. */
export interface GroupTree {
  readonly parents: Readonly<Record<string, string | null>>;
}

export const groupTreeAddress = (tenantId: string) => ({ pk: `group-tree:${tenantId}`, id: 'tree' });

/** These groups and everything below them; of those that are not in the tree, nothing. */
export const subtree = ({ parents }: GroupTree, roots: Iterable<string>): ReadonlySet<string> => {
  const inside = new Map<string, boolean>(Object.entries(parents).map(([id]) => [id, false]));
  for (const root of roots) if (inside.has(root)) inside.set(root, true);
  const isInside = (id: string, steps = 0): boolean => {
    const parent = parents[id];
    const found = inside.get(id) || (typeof parent === 'string' && steps < inside.size && isInside(parent, steps + 1));
    inside.set(id, Boolean(found));
    return Boolean(found);
  };
  return new Set([...inside.keys()].filter((id) => isInside(id)));
};

const EMPTY: GroupTree = { parents: {} };

/** A group and what is above it, itself first; of a group that is not in the tree, nothing. */
export const lineageOf = ({ parents }: GroupTree, groupId: string | undefined): string[] => {
  const lineage: string[] = [];
  // A tree is no deeper than it has groups; one that were a circle would not keep us for ever.
  for (
    let id: string | null | undefined = groupId;
    id && Object.hasOwn(parents, id) && !lineage.includes(id);
    id = parents[id]
  )
    lineage.push(id);
  return lineage;
};

/** How long another instance may go by the tree as it was. */
const BELIEVED_MS = 20_000;

/** @param within how old it may be, in milliseconds. */
export const groupTreeOf = async (lookups: Lookups, tenantId: string, within = BELIEVED_MS): Promise<GroupTree> => {
  const { pk, id } = groupTreeAddress(tenantId);
  return (await lookups.find<GroupTree>(pk, id, { within })) ?? EMPTY;
};

/** One answer for each tree and limit, however many requests are made: a tree is a new one whenever it is read again. */
const expanded = new WeakMap<GroupTree, Map<string, ReadonlySet<string>>>();

/** What a caller who is limited to these groups may see. */
export const branchesOf = async (
  lookups: Lookups,
  tenantId: string,
  groups: readonly string[],
): Promise<ReadonlySet<string>> => {
  const tree = await groupTreeOf(lookups, tenantId);
  if (tree === EMPTY) return new Set();
  const known = expanded.get(tree) ?? new Map<string, ReadonlySet<string>>();
  expanded.set(tree, known);
  const branches = known.get(groups.join()) ?? subtree(tree, groups);
  known.set(groups.join(), branches);
  return branches;
};

/** A group that another instance has just made is not in the tree we remember: what is not known is asked for again. */
const hasGroup = async (lookups: Lookups, tenantId: string, groupId: string): Promise<boolean> => {
  for (const within of [undefined, 0])
    if (Object.hasOwn((await groupTreeOf(lookups, tenantId, within)).parents, groupId)) return true;
  return false;
};

/** Of these groups those that are there, and that the caller may see. */
export const knownGroups = async (
  lookups: Lookups,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  groupIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const known = new Set<string>();
  for (const groupId of groupIds)
    if (maySee(caller, groupId) && (await hasGroup(lookups, caller.tenantId, groupId))) known.add(groupId);
  return known;
};

/** @throws FleetError `invalid` naming each of the groups that the caller cannot give to anybody. */
export const requireGroups = async (
  { lookups }: { readonly lookups: Lookups },
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  groupIds: readonly string[],
): Promise<void> => {
  const known = await knownGroups(lookups, caller, groupIds);
  const issues: Issue[] = groupIds.flatMap((groupId, index) =>
    known.has(groupId) ? [] : [{ path: ['groups', index], message: 'Expected one of your groups.' }],
  );
  if (issues.length > 0) throw invalid('groups/unknown', 'There is no such group.', issues);
};

/** @throws FleetError `invalid` when the company has no such group, or the caller may put nothing there: the answer is the same. */
export const requireGroup = async (
  { lookups }: { readonly lookups: Lookups },
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  groupId: string | undefined,
  field = 'groupId',
): Promise<void> => {
  const isKnown = groupId === undefined || (await hasGroup(lookups, caller.tenantId, groupId));
  if (!isKnown || !maySee(caller, groupId))
    throw invalid('groups/unknown', 'There is no such group.', [
      { path: [field], message: 'Expected one of your groups.' },
    ]);
};
