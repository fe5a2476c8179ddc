import { type Caller, maySee } from '../../shared/identity/caller.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { TREE_ID, type TreeCard, treeCards } from './tree-card.ts';

// What other areas may ask this one to do.

const unusable = (field: string, message: string) =>
  invalid('groups/unusable-name', message, [{ path: [field], message }]);

/**
 * The ids of groups that people mean by an id or a name, as far as the caller may put something there.
 * @returns what throws FleetError `invalid` when there is none, or there are several of that name.
 */
export const groupsNamed = async ({ views }: Pick<Services, 'views'>, caller: Caller) => {
  const card = await views.in(caller.tenantId, treeCards.name).get<TreeCard>(TREE_ID);
  const groups = Object.entries(card?.doc.groups ?? {}).filter(
    ([id, { archivedAt }]) => archivedAt === undefined && maySee(caller, id),
  );
  return (text: string, field: string): string => {
    const named = groups.filter(([id, { name }]) => id === text || name.toLowerCase() === text.trim().toLowerCase());
    const [group, ...others] = named;
    if (others.length > 0) throw unusable(field, 'Several groups are called so: use the id.');
    if (!group) throw unusable(field, 'There is no such group.');
    return group[0];
  };
};
