import { z } from 'zod';
import { Tag } from '../../shared/kernel/tags.ts';
import { has, one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { GroupId, VEHICLE_STATUSES, Vehicle } from './contract.ts';
import { ENERGIES, VEHICLE_KINDS } from './details/contract.ts';
import { shown, vehicleCards } from './vehicle-cards.ts';

export const vehicleResource = resource({
  name: 'vehicles',
  noun: 'vehicle',
  param: 'vehicleId',
  scope: 'vehicles:read',
  projection: vehicleCards,
  schema: Vehicle,
  shown,
  joined: ({ meters }) => meters.version,
  filters: {
    status: oneOf(VEHICLE_STATUSES),
    kind: oneOf(VEHICLE_KINDS),
    energy: oneOf(ENERGIES),
    groupId: one(GroupId, { subtree: true }),
    tag: has(Tag, { field: 'tags' }),
    make: one(z.string().trim().toLowerCase().min(1).max(60), { field: 'makeKey' }),
    externalId: one(z.string().min(1).max(64)),
  },
  ranges: { modelYear: 'number', registeredAt: 'instant' },
  sorts: {
    name: 'sortName',
    plate: 'sortPlate',
    modelYear: 'sortYear',
    odometer: 'sortOdometer',
    registeredAt: 'registeredAt',
  },
  search: ['name', 'plate', 'vin', 'make', 'model'],
  groupField: 'groupId',
});
