import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { healthOf } from '../telemetry/use-cases.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { ListedDevice } from './contract.ts';
import { deviceCards, type StoredDevice, shown } from './device-cards.ts';

/** The company's devices, or one vehicle's. Keys are never listed. Whoever is limited to groups gets pages with gaps. */
export const listDevices = endpoint({
  summary: 'List devices',
  scope: 'devices:read',
  answer: pageOf(ListedDevice),
  query: z.object({
    ...paging(500, 100),
    vehicleId: z.string().min(1).optional(),
    with: z.enum(['health']).optional().describe('Shows of each device how it does.'),
  }),
  async run({ query: { vehicleId, limit, cursor, with: more }, caller }, services) {
    const devices = services.views.in(caller.tenantId, deviceCards.name);
    const { items, ...rest } = await devices.query<StoredDevice>({
      orderBy: 'registeredAt',
      limit,
      cursor,
      ...(vehicleId && { where: { vehicleId } }),
    });
    const seen = await seenBy(services, caller, items);
    if (!more) return ok({ items: seen.map(shown), ...rest });
    const health = await healthOf(services, caller.tenantId, seen);
    return ok({ items: seen.map((device, index) => ({ ...shown(device), health: health[index] })), ...rest });
  },
});
