import { z } from 'zod';
import type { Query } from '../../shared/documents/documents.ts';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { VEHICLES_VIEW, Vehicle } from './contract.ts';
import { shown } from './vehicle-cards.ts';

type Stored = Parameters<typeof shown>[0];

/** The fleet by name; `search` looks into name, plate and VIN. */
export const listVehicles = endpoint({
  summary: 'List the fleet',
  scope: 'vehicles:read',
  answer: pageOf(Vehicle),
  query: z.object({
    ...paging(500, 100),
    search: z.string().trim().min(1).max(80).optional(),
    status: z.enum(['active', 'retired']).optional(),
  }),
  async run({ query: { search, status, limit, cursor }, caller }, { views }) {
    const query: Query = {
      orderBy: 'sortName',
      limit,
      cursor,
      ...(status && { where: { status } }),
      ...(search && { search: { fields: ['name', 'plate', 'vin'], text: search } }),
    };
    const { items, ...rest } = await views.in(caller.tenantId, VEHICLES_VIEW).query<Stored>(query);
    return ok({ items: items.map(shown), ...rest });
  },
});
