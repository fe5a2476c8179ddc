import { maySee } from '../../shared/identity/caller.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import { freeIds } from '../../shared/imports/free-ids.ts';
import type { Importable, KeyedRow, Plan } from '../../shared/imports/importable.ts';
import { documentsBy, onlyOne, planned } from '../../shared/imports/matching.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { changesOf, isEmpty } from '../../shared/kernel/patch.ts';
import type { Services } from '../../shared/services.ts';
import { groupsNamed } from '../groups/use-cases.ts';
import { changeVehicle } from './change-vehicle.ts';
import { isInUse, RegisterVehicleBody, VEHICLES_VIEW, type VehicleCard } from './contract.ts';
import { VehicleRow, vehicleFields } from './import-fields.ts';
import { addVehicle } from './register-vehicle.ts';
import { plateKeyOf } from './vehicle-cards.ts';
import { claimVin } from './vin-claim.ts';

type Keyed = KeyedRow<VehicleRow>;

/** The field of a card that tells what has a key, and the key as that field has it. */
const KEYS: Readonly<Record<string, { field: string; of(row: VehicleRow): string }>> = {
  externalId: { field: 'externalId', of: ({ externalId = '' }) => externalId },
  vin: { field: 'vin', of: ({ vin = '' }) => vin },
  plate: { field: 'plateKey', of: ({ plate = '' }) => plateKeyOf(plate) },
  name: { field: 'sortName', of: ({ name = '' }) => name.toLowerCase() },
};

/** A vehicle keeps its VIN and what another system calls it; plates and names go to other vehicles when it is gone. */
const IS_FOR_GOOD = new Set(['vin', 'externalId']);

const keyOf = (row: VehicleRow, key: string): string => KEYS[key]?.of(row) ?? '';

/** What a row would change. */
interface Changes {
  readonly patch: object;
  /** Where the vehicle goes. */
  readonly groupId: string | undefined;
}

const change = async (
  services: Services,
  { asked, row }: Keyed,
  card: VehicleCard,
  { patch, groupId }: Changes,
): Promise<void> => {
  if (row.vin && row.vin !== card.vin) await claimVin(services, asked, row.vin, card.id);
  if (!isEmpty(patch))
    await changeVehicle(services, asked, card.id, { type: 'Describe', data: { patch, now: asked.now } });
  if (groupId) await changeVehicle(services, asked, card.id, { type: 'Move', data: { groupId, now: asked.now } });
};

const planChange = (services: Services, keyed: Keyed, card: VehicleCard, group: string | undefined): Plan => {
  const { group: _, ...details } = keyed.row;
  const groupId = group === card.groupId ? undefined : group;
  const patch = changesOf<Partial<VehicleRow>>(card, details);
  if (isEmpty(patch) && !groupId) return { outcome: 'unchanged' };
  return { outcome: 'updated', apply: () => change(services, keyed, card, { patch, groupId }) };
};

const planNew = (services: Services, { asked, row }: Keyed, id: string, groupId: string | undefined): Plan => {
  const { group: _, ...details } = row;
  const body = RegisterVehicleBody.safeParse({ ...details, ...defined({ groupId }) });
  if (body.success)
    return { outcome: 'created', apply: async () => void (await addVehicle(services, asked, id, body.data)) };
  const message = 'A vehicle that is new needs a name.';
  throw invalid('vehicles/no-name', message, [{ path: ['name'], message }]);
};

/** Tables of vehicles: matched by what the company chooses, changed where they differ, added where they are new. */
export const vehicleImport: Importable<VehicleRow> = {
  entity: 'vehicles',
  scope: 'vehicles:write',
  fields: vehicleFields,
  keys: Object.keys(KEYS).map((name) => ({ name, fields: [name] })),
  row: VehicleRow,
  keyOf,
  async plan(rows, { services, caller, key }) {
    const view = services.views.in(caller.tenantId, VEHICLES_VIEW);
    const values = rows.map(({ row }) => keyOf(row, key));
    const found = await documentsBy<VehicleCard>(view, KEYS[key]?.field ?? key, values);
    const isMeant = ({ status, groupId }: VehicleCard) =>
      maySee(caller, groupId) && (IS_FOR_GOOD.has(key) || isInUse(status));
    const cardsOf = ({ row }: Keyed) => found.get(keyOf(row, key))?.filter(isMeant);
    const groupOf = await groupsNamed(services, caller);
    const fresh = rows.filter((keyed) => !cardsOf(keyed)?.length);
    const ids = await freeIds(fresh, 'veh', async (wanted) => {
      const addresses = wanted.map((id) => ({ path: [VEHICLES_VIEW], id }));
      const stored = await services.views.getMany(caller.tenantId, addresses);
      return new Set(wanted.filter((_, index) => stored[index]));
    });
    return Promise.all(
      rows.map((keyed) =>
        planned(async () => {
          const { group } = keyed.row;
          const groupId = group === undefined ? undefined : groupOf(group, 'group');
          const card = onlyOne(cardsOf(keyed), 'vehicle', key);
          if (card) return planChange(services, keyed, card, groupId);
          await requireGroup(services, caller, groupId, 'group');
          return planNew(services, keyed, ids.get(keyed) ?? '', groupId);
        }),
      ),
    );
  },
};
