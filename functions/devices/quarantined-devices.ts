import { z } from 'zod';
import { created, noContent, pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { forbidden, notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { AdoptDeviceBody, DeviceWithKey, QuarantinedDevice } from './contract.ts';
import { QUARANTINE } from './quarantine.ts';
import { register } from './register-device.ts';

const one = z.object({ deviceId: z.string().max(64) });

/** Whose a stranger is, nobody knows yet: whoever is limited to groups must not learn what others have. */
const quarantineOf = ({ operations }: Services, { tenantId, groups }: Caller) => {
  if (groups) throw forbidden('devices/whole-company', 'Unregistered devices are for those who see the whole company.');
  return operations.in(tenantId, QUARANTINE);
};

const requireQuarantined = async (services: Services, caller: Caller, deviceId: string): Promise<void> => {
  if (!(await quarantineOf(services, caller).get<QuarantinedDevice>(deviceId)))
    throw notFound('devices/not-quarantined', 'No such device has been heard of, or not lately.');
};

export const listQuarantined = endpoint({
  summary: 'List devices that send and are not registered',
  description:
    'The ones heard last come first. What an integration sends of them is refused until somebody adopts them.',
  scope: 'devices:read',
  answer: pageOf(QuarantinedDevice),
  query: z.strictObject(paging(500, 100)),
  async run({ query: { limit, cursor }, caller }, services) {
    const quarantine = quarantineOf(services, caller);
    return ok(await quarantine.query<QuarantinedDevice>({ orderBy: 'lastSeenAt', descending: true, limit, cursor }));
  },
});

export const adoptDevice = endpoint({
  summary: 'Register a device that has been heard of',
  description: 'Under the id that it says it has, so that what it sends from now on is taken.',
  scope: 'devices:write',
  params: one,
  body: AdoptDeviceBody,
  answer: created(DeviceWithKey),
  async run(input, services) {
    const { caller, params, body } = input;
    await requireQuarantined(services, caller, params.deviceId);
    const answer = await register(input, services, { ...body, deviceId: params.deviceId });
    await quarantineOf(services, caller).remove(params.deviceId);
    return answer;
  },
});

export const dismissDevice = endpoint({
  summary: 'Forget a device that has been heard of',
  description: 'Until it sends again.',
  scope: 'devices:write',
  params: one,
  answer: noContent,
  async run({ caller, params }, services) {
    await requireQuarantined(services, caller, params.deviceId);
    await quarantineOf(services, caller).remove(params.deviceId);
    return { status: 204 };
  },
});
