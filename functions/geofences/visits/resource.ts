import { z } from 'zod';
import { one, oneOf } from '../../../shared/resources/filters.ts';
import { resource } from '../../../shared/resources/resource.ts';
import { GeofenceVisit, VISIT_KINDS, VISIT_STATUSES, VISITS_VIEW } from './contract.ts';
import { shown, visitCards } from './visit-cards.ts';

const Id = z.string().min(1).max(64);

export const visitResource = resource({
  name: VISITS_VIEW,
  noun: 'visit',
  param: 'visitId',
  scope: 'geofences:read',
  projection: visitCards,
  schema: GeofenceVisit,
  shown,
  filters: {
    geofenceId: one(Id),
    vehicleId: one(Id),
    driverId: one(Id),
    kind: oneOf(VISIT_KINDS),
    status: oneOf(VISIT_STATUSES, { description: '`open,over` unless told.' }),
  },
  ranges: { enteredAt: 'instant' },
  sorts: { enteredAt: 'enteredAt' },
  ungrouped: true,
});
