import { z } from 'zod';
import { one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { RENEWAL_KINDS, RenewalRecord, SUBJECTS } from './contract.ts';
import { renewalCards, shown } from './renewal-cards.ts';

export const renewalResource = resource({
  name: 'renewals',
  noun: 'renewal',
  param: 'renewalId',
  scope: 'renewals:read',
  projection: renewalCards,
  schema: RenewalRecord,
  shown,
  filters: {
    kind: oneOf(RENEWAL_KINDS),
    subjectKind: oneOf(SUBJECTS),
    subject: one(z.string().regex(/^(vehicle|driver|company):/), {
      field: 'subjectKey',
      description: 'A vehicle, a driver or the company: `vehicle:<id>`, `driver:<id>`, `company:`.',
    }),
  },
  ranges: { dueOn: 'date' },
  sorts: { dueOn: 'dueOn', title: 'sortTitle', addedAt: 'addedAt' },
  search: ['title'],
  ungrouped: true,
});
