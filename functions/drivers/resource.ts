import { z } from 'zod';
import { has, one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { DRIVER_STATUSES, Driver } from './contract.ts';
import { driverCards, shown } from './driver-cards.ts';

const Id = z.string().min(1).max(64);

export const driverResource = resource({
  name: 'drivers',
  noun: 'driver',
  param: 'driverId',
  scope: 'drivers:read',
  projection: driverCards,
  schema: Driver,
  shown,
  filters: {
    status: oneOf(DRIVER_STATUSES),
    groupId: one(Id, { subtree: true }),
    tag: has(undefined, { field: 'tags' }),
    licenceClass: has(z.string().min(1).max(8), { field: 'licenceClasses' }),
    memberId: one(Id),
    employeeNumber: one(z.string().min(1).max(40)),
  },
  ranges: { licenceExpiresOn: 'date' },
  sorts: { name: 'sortName', addedAt: 'addedAt', licenceExpiresOn: 'licenceExpiresOn' },
  search: ['name', 'employeeNumber', 'email', 'phone'],
  groupField: 'groupId',
});
