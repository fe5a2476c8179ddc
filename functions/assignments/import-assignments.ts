import { z } from 'zod';
import { causeOf } from '../../shared/http/cause.ts';
import type { Importable, KeyedRow, Plan } from '../../shared/imports/importable.ts';
import { documentsBy, planned } from '../../shared/imports/matching.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Services } from '../../shared/services.ts';
import { driversNamed } from '../drivers/use-cases.ts';
import { VEHICLE_COLUMN, vehiclesNamed } from '../vehicles/use-cases.ts';
import { assignmentsOf } from './assigned.ts';
import type { AssignmentCard } from './assignment-cards.ts';
import { planDriver } from './change.ts';
import { PlanAssignmentBody } from './contract.ts';

const { from, until } = PlanAssignmentBody.shape;

/** A row says who drives what, from when on. */
const AssignmentRow = z
  .strictObject({
    vehicle: z.string().max(255).optional(),
    driver: z.string().max(255).optional(),
    from,
    until,
  })
  .refine((row) => !row.from || !row.until || row.from < row.until, {
    path: ['until'],
    message: 'An assignment ends later than it begins.',
  });
type AssignmentRow = z.infer<typeof AssignmentRow>;

type Keyed = KeyedRow<AssignmentRow>;

const past = () => conflict('assignments/in-the-past', 'An assignment that is imported begins later than now.');
const otherEnd = () =>
  conflict('assignments/other-end', 'This assignment is there, but ends at another time. End it, or cancel it first.');

/** @param cards what begins at the same moment, of whatever vehicle */
const planOne = (
  services: Services,
  { asked, row, newIds }: Keyed,
  { vehicleId, driverId }: Pick<AssignmentCard, 'vehicleId' | 'driverId'>,
  cards: readonly AssignmentCard[],
): Plan => {
  const { from = '', until } = row;
  const alike = cards.filter((card) => card.vehicleId === vehicleId && card.driverId === driverId);
  const known = alike.find(({ cancelled }) => !cancelled);
  if (known && until !== undefined && known.until !== until) throw otherEnd();
  if (known) return { outcome: 'unchanged' };
  if (from <= asked.now) throw past();
  // Those that were cancelled have used up the ids that follow from this row first.
  const assignmentId = newIds(alike.length + 1)('asg');
  const assigning = { vehicleId, driverId, from, assignmentId, ...defined({ until }) };
  const apply = async () => void (await planDriver(services, asked.caller, assigning, causeOf(asked)));
  return { outcome: 'created', apply };
};

/** Tables of who will drive what. What has begun already cannot be imported, but is known again when its file is. */
export const assignmentImport: Importable<AssignmentRow> = {
  entity: 'assignments',
  scope: 'assignments:write',
  fields: [
    VEHICLE_COLUMN,
    {
      ...{ name: 'driver', label: 'Driver', reads: 'text', required: true, example: '1042' },
      synonyms: ['employee number', 'driver name', 'email', 'driver id', 'fahrer', 'personalnummer'],
    },
    {
      ...{ name: 'from', label: 'From', reads: 'instant', required: true, example: '2026-04-01 06:00' },
      synonyms: ['start', 'begin', 'since', 'von', 'beginn', 'ab'],
    },
    {
      ...{ name: 'until', label: 'Until', reads: 'instant', example: '2026-04-30 18:00' },
      synonyms: ['to', 'end', 'bis', 'ende'],
    },
  ],
  keys: [{ name: 'vehicle, driver and start', fields: ['vehicle', 'driver', 'from'] }],
  row: AssignmentRow,
  lane: ({ vehicle = '' }) => vehicle.toLowerCase(),
  async plan(rows, { services, caller }) {
    const vehicleOf = await vehiclesNamed(
      services,
      caller,
      rows.map(({ row }) => row.vehicle ?? ''),
    );
    const driverOf = await driversNamed(
      services,
      caller,
      rows.map(({ row }) => row.driver ?? ''),
    );
    const begins = rows.map(({ row }) => row.from ?? '');
    const known = await documentsBy<AssignmentCard>(assignmentsOf(services, caller.tenantId), 'from', begins);
    return Promise.all(
      rows.map((keyed) =>
        planned(() => {
          const { vehicle = '', driver = '', from = '' } = keyed.row;
          const vehicleId = vehicleOf(vehicle, 'vehicle').id;
          const driverId = driverOf(driver, 'driver').id;
          return planOne(services, keyed, { vehicleId, driverId }, known.get(from) ?? []);
        }),
      ),
    );
  },
};
