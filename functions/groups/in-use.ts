import type { Area } from '../../shared/area.ts';
import type { Conditions } from '../../shared/documents/documents.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { GROUP_LIMITED_VIEWS } from '../access/contract.ts';

/** A view whose documents belong to groups: by a field that has the group's id, or a list of such. */
interface Holder {
  readonly view: string;
  readonly query: (groupId: string) => { readonly where: Conditions; readonly has?: Conditions };
}

/** Where the areas keep what belongs to groups: a resource says so by its `groupField`. */
const holdersIn = (areas: readonly Area[]): Holder[] => [
  ...areas.flatMap(({ triggers }) =>
    Object.values(triggers).flatMap((trigger): Holder[] => {
      const field = trigger.kind === 'projection' ? trigger.resource?.groupField : undefined;
      if (trigger.kind !== 'projection' || !field) return [];
      return [{ view: trigger.projection.name, query: (groupId) => ({ where: { [field]: groupId } }) }];
    }),
  ),
  ...GROUP_LIMITED_VIEWS.map((view) => ({
    view,
    query: (groupId: string) => ({ where: { active: true }, has: { groups: groupId } }),
  })),
];

/** @throws FleetError `conflict` naming the views in which something belongs to the group. */
export const requireUnused = async (
  { views }: Pick<Services, 'views'>,
  tenantId: string,
  groupId: string,
  areas: readonly Area[],
): Promise<void> => {
  const holding = async ({ view, query }: Holder): Promise<string[]> => {
    const { items } = await views.in(tenantId, view).query({ ...query(groupId), limit: 1 });
    return items.length > 0 ? [view] : [];
  };
  const found = (await Promise.all(holdersIn(areas).map(holding))).flat();
  if (found.length > 0)
    throw conflict('groups/in-use', `Something still belongs to this group: ${found.join(', ')}.`, { views: found });
};
