import { validCustomFields } from '../../shared/custom-fields/valid-custom-fields.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { maySee } from '../../shared/identity/caller.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import { freeIds } from '../../shared/imports/free-ids.ts';
import type { Importable, KeyedRow, Plan } from '../../shared/imports/importable.ts';
import { documentsBy, onlyOne, planned } from '../../shared/imports/matching.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { changesOf, isEmpty, isSame, type Patch } from '../../shared/kernel/patch.ts';
import type { Services } from '../../shared/services.ts';
import { groupsNamed } from '../groups/use-cases.ts';
import { handle } from './change-driver.ts';
import { AddDriverBody, DRIVERS_VIEW, type DriverCard, LicenceBody } from './contract.ts';
import { type DriverCommand, driverStream, type Person } from './driver.ts';
import { DriverRow, driverFields } from './import-fields.ts';

type Keyed = KeyedRow<DriverRow>;

/** What a driver may be known by. An address is looked for as the row writes it, and in lower case. */
const KEYS: Readonly<Record<string, (row: DriverRow) => readonly string[]>> = {
  employeeNumber: ({ employeeNumber = '' }) => [employeeNumber],
  email: ({ email = '' }) => [...new Set([email, email.toLowerCase()])],
};

const licenceIn = ({ licence, licenceCountry, licenceClasses, licenceIssuedOn, licenceExpiresOn }: DriverRow) => {
  const said = {
    number: licence,
    country: licenceCountry,
    classes: licenceClasses,
    issuedOn: licenceIssuedOn,
    expiresOn: licenceExpiresOn,
  };
  if (Object.values(said).every((value) => value === undefined)) return undefined;
  const parsed = LicenceBody.safeParse(defined(said));
  if (parsed.success) return defined(parsed.data);
  const message = 'A licence needs country, classes and the day it expires.';
  throw invalid('drivers/bad-licence', message, [{ path: ['licenceExpiresOn'], message }]);
};
type Licence = NonNullable<ReturnType<typeof licenceIn>>;

/** What a row can say of a person. */
type Said = Partial<Pick<Person, 'name' | 'employeeNumber' | 'email' | 'phone'>>;

const personIn = ({ name, employeeNumber, email, phone }: DriverRow): Patch<Said> =>
  defined({ name, employeeNumber, email, phone });

/** What has to be said of a driver's licence: with the number or, without one, with the country of one that is there, it takes its place. */
const licenceCommand = (
  card: DriverCard,
  licence: Licence,
  licenceId: string,
  now: string,
): DriverCommand | undefined => {
  const known = card.licences.find(({ number, country }) =>
    licence.number === undefined ? country === licence.country : number === licence.number,
  );
  if (!known) return { type: 'AddLicence', data: { licenceId, ...licence, now } };
  const { id, ...before } = known;
  const after = { ...licence, number: licence.number ?? before.number, issuedOn: licence.issuedOn ?? before.issuedOn };
  const sorted = (one: object) =>
    Object.entries(one)
      .filter(([, value]) => value !== undefined)
      .sort();
  return isSame(sorted(before), sorted(after))
    ? undefined
    : { type: 'ReplaceLicence', data: { licenceId: id, ...defined({ ...licence, ...after }), now } };
};

const commandsFor = ({ row, asked, newIds }: Keyed, card: DriverCard, groupId: string | undefined): DriverCommand[] => {
  const { now } = asked;
  const person = changesOf<Said>(card, personIn(row));
  const tags = row.tags && !isSame(row.tags, card.tags) ? row.tags : undefined;
  const licence = licenceIn(row);
  const licensed = licence && licenceCommand(card, licence, newIds(card.licences.length + 1)('lic'), now);
  return [
    ...(isEmpty(person) && !tags ? [] : [{ type: 'Change', data: { person, ...defined({ tags }), now } } as const]),
    ...(licensed ? [licensed] : []),
    ...(groupId && groupId !== card.groupId ? [{ type: 'Move', data: { groupId, now } } as const] : []),
  ];
};

const addCommand = ({ row, asked, newIds }: Keyed, driverId: string, groupId: string | undefined): DriverCommand => {
  const { tags } = row;
  const body = AddDriverBody.safeParse({ ...personIn(row) });
  if (!body.success) {
    const message = 'A driver who is new needs a name.';
    throw invalid('drivers/no-name', message, [{ path: ['name'], message }]);
  }
  const licence = licenceIn(row);
  const licences = licence ? [{ licenceId: newIds()('lic'), ...licence }] : [];
  const person = defined({ ...personIn(row), name: body.data.name }) as Person;
  return { type: 'Add', data: { driverId, person, licences, ...defined({ groupId, tags }), now: asked.now } };
};

const run = async (services: Services, { asked }: Keyed, driverId: string, commands: readonly DriverCommand[]) => {
  const stream = driverStream(asked.caller.tenantId, driverId);
  for (const command of commands) await handle(services.streams, stream, command, causeOf(asked));
};

/** Tables of drivers, matched by their number or their address. */
export const driverImport: Importable<DriverRow> = {
  entity: 'drivers',
  scope: 'drivers:write',
  fields: driverFields,
  keys: Object.keys(KEYS).map((name) => ({ name, fields: [name] })),
  row: DriverRow,
  async plan(rows, { services, caller, key }) {
    const view = services.views.in(caller.tenantId, DRIVERS_VIEW);
    const namesOf = ({ row }: Keyed) => KEYS[key]?.(row) ?? [];
    const found = await documentsBy<DriverCard>(view, key, rows.flatMap(namesOf));
    const cardsOf = (keyed: Keyed) =>
      namesOf(keyed)
        .flatMap((name) => found.get(name) ?? [])
        .filter(({ groupId, erasedAt }) => !erasedAt && maySee(caller, groupId));
    const groupOf = await groupsNamed(services, caller);
    const fresh = rows.filter((keyed) => cardsOf(keyed).length === 0);
    const ids = await freeIds(fresh, 'drv', async (wanted) => {
      const stored = await services.views.getMany(
        caller.tenantId,
        wanted.map((id) => ({ path: [DRIVERS_VIEW], id })),
      );
      return new Set(wanted.filter((_, index) => stored[index]));
    });
    return Promise.all(
      rows.map((keyed) =>
        planned(async (): Promise<Plan> => {
          const { group } = keyed.row;
          const groupId = group === undefined ? undefined : groupOf(group, 'group');
          const card = onlyOne(cardsOf(keyed), 'driver', key);
          const driverId = card?.id ?? ids.get(keyed) ?? '';
          const commands = card ? commandsFor(keyed, card, groupId) : [addCommand(keyed, driverId, groupId)];
          if (!card) {
            await requireGroup(services, caller, groupId, 'group');
            await validCustomFields(services, caller, 'driver', {});
          }
          if (commands.length === 0) return { outcome: 'unchanged' };
          return { outcome: card ? 'updated' : 'created', apply: () => run(services, keyed, driverId, commands) };
        }),
      ),
    );
  },
};
