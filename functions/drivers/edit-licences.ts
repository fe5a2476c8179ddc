import { z } from 'zod';
import { created } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { changeDriver } from './change-driver.ts';
import { Driver, DriverId, LicenceBody } from './contract.ts';

const Address = z.object({ driverId: DriverId, licenceId: z.string().min(1).max(64) });

export const addLicence = endpoint({
  summary: 'Add a driving licence',
  scope: 'drivers:write',
  params: z.object({ driverId: DriverId }),
  body: LicenceBody,
  answer: created(Driver),
  async run(input, services) {
    const { driverId } = input.params;
    const data = { licenceId: input.newId('lic'), ...defined(input.body), now: input.now };
    const driver = await changeDriver(services, input, driverId, { type: 'AddLicence', data });
    return entity(driver, { status: 201, location: `/api/v1/drivers/${driverId}` });
  },
});

export const replaceLicence = endpoint({
  summary: 'Replace a driving licence',
  description: 'All of it: what the body does not say is gone.',
  scope: 'drivers:write',
  params: Address,
  body: LicenceBody,
  answer: Driver,
  async run(input, services) {
    const { driverId, licenceId } = input.params;
    const data = { licenceId, ...defined(input.body), now: input.now };
    return entity(await changeDriver(services, input, driverId, { type: 'ReplaceLicence', data }));
  },
});

export const removeLicence = endpoint({
  summary: 'Remove a driving licence',
  scope: 'drivers:write',
  params: Address,
  answer: Driver,
  async run(input, services) {
    const { driverId, licenceId } = input.params;
    const command = { type: 'RemoveLicence', data: { licenceId, now: input.now } } as const;
    return entity(await changeDriver(services, input, driverId, command));
  },
});
