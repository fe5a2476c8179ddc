import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { Device } from './contract.ts';
import { deviceCards, type StoredDevice, shown } from './device-cards.ts';

/** The company's devices, or one vehicle's. Keys are never listed. Whoever is limited to groups gets pages with gaps. */
export const listDevices = endpoint({
  summary: 'List devices',
  scope: 'devices:read',
  answer: pageOf(Device),
  query: z.object({ ...paging(500, 100), vehicleId: z.string().min(1).optional() }),
  async run({ query: { vehicleId, limit, cursor }, caller }, services) {
    const devices = services.views.in(caller.tenantId, deviceCards.name);
    const { items, ...rest } = await devices.query<StoredDevice>({
      orderBy: 'registeredAt',
      limit,
      cursor,
      ...(vehicleId && { where: { vehicleId } }),
    });
    const seen = await seenBy(services, caller, items);
    return ok({ items: seen.map(shown), ...rest });
  },
});
