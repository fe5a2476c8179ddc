import { everything } from '../../shared/documents/documents.ts';
import { maySee } from '../../shared/identity/caller.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import { freeIds } from '../../shared/imports/free-ids.ts';
import type { Importable, ImportContext, KeyedRow, Plan } from '../../shared/imports/importable.ts';
import { conflict, FleetError, invalid } from '../../shared/kernel/errors.ts';
import { changesOf, isEmpty } from '../../shared/kernel/patch.ts';
import type { Services } from '../../shared/services.ts';
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

/** The vehicles that have one of these keys, as far as the caller may see them. */
const vehiclesBy = async (rows: readonly Keyed[], { services, caller, key }: ImportContext) => {
  const field = KEYS[key]?.field ?? key;
  const found = new Map<string, VehicleCard[]>();
  const query = { where: { [field]: rows.map(({ row }) => keyOf(row, key)) }, limit: 500 };
  for await (const card of everything<VehicleCard>(services.views.in(caller.tenantId, VEHICLES_VIEW), query)) {
    if (!maySee(caller, card.groupId) || !(IS_FOR_GOOD.has(key) || isInUse(card.status))) continue;
    const text = String(Reflect.get(card, field));
    found.set(text, [...(found.get(text) ?? []), card]);
  }
  return found;
};

const change = async (services: Services, { asked, row }: Keyed, card: VehicleCard, patch: object): Promise<void> => {
  const { groupId } = row;
  if (row.vin && row.vin !== card.vin) await claimVin(services, asked, row.vin, card.id);
  if (!isEmpty(patch))
    await changeVehicle(services, asked, card.id, { type: 'Describe', data: { patch, now: asked.now } });
  if (groupId && groupId !== card.groupId)
    await changeVehicle(services, asked, card.id, { type: 'Move', data: { groupId, now: asked.now } });
};

const planChange = (services: Services, keyed: Keyed, card: VehicleCard): Plan => {
  const { groupId, ...details } = keyed.row;
  const patch = changesOf<Partial<VehicleRow>>(card, details);
  const moves = groupId !== undefined && groupId !== card.groupId;
  if (isEmpty(patch) && !moves) return { outcome: 'unchanged' };
  return { outcome: 'updated', apply: () => change(services, keyed, card, patch) };
};

const planNew = (services: Services, { asked, row }: Keyed, id: string): Plan => {
  const body = RegisterVehicleBody.safeParse(row);
  if (body.success)
    return { outcome: 'created', apply: async () => void (await addVehicle(services, asked, id, body.data)) };
  const message = 'A vehicle that is new needs a name.';
  return { outcome: 'failed', error: invalid('vehicles/no-name', message, [{ path: ['name'], message }]) };
};

/** What keeps a row from being done, before anything is looked up. */
const refusalOf = async (services: Services, { row, asked }: Keyed): Promise<FleetError | undefined> => {
  try {
    if (row.groupId) await requireGroup(services, asked.caller, row.groupId);
    return undefined;
  } catch (error) {
    if (error instanceof FleetError && error.kind !== 'upstream') return error;
    throw error;
  }
};

/** Tables of vehicles: matched by what the company chooses, changed where they differ, added where they are new. */
export const vehicleImport: Importable<VehicleRow> = {
  entity: 'vehicles',
  scope: 'vehicles:write',
  fields: vehicleFields,
  keys: Object.keys(KEYS).map((name) => ({ name, fields: [name] })),
  row: VehicleRow,
  keyOf,
  async plan(rows, context) {
    const { services, caller, key } = context;
    const found = await vehiclesBy(rows, context);
    const fresh = rows.filter(({ row }) => !found.has(keyOf(row, key)));
    const ids = await freeIds(fresh, 'veh', async (wanted) => {
      const addresses = wanted.map((id) => ({ path: [VEHICLES_VIEW], id }));
      const stored = await services.views.getMany(caller.tenantId, addresses);
      return new Set(wanted.filter((_, index) => stored[index]));
    });
    return Promise.all(
      rows.map(async (keyed): Promise<Plan> => {
        const refusal = await refusalOf(services, keyed);
        if (refusal) return { outcome: 'failed', error: refusal };
        const [card, ...others] = found.get(keyOf(keyed.row, key)) ?? [];
        if (others.length > 0) {
          const message = `Several vehicles have this ${key}: another key tells them apart.`;
          return { outcome: 'failed', error: conflict('vehicles/ambiguous', message) };
        }
        return card ? planChange(services, keyed, card) : planNew(services, keyed, ids.get(keyed) ?? '');
      }),
    );
  },
};
