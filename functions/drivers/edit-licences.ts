import { z } from 'zod';
import { created } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { change, changeDriver } from './change-driver.ts';
import { Driver, DriverId, LicenceBody } from './contract.ts';
import { driverResource } from './resource.ts';

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
    const version = await change(input, services, { type: 'AddLicence', data });
    const driver = await driverResource.find(services, input.caller, driverId, version);
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
  run(input, services) {
    const data = { licenceId: input.params.licenceId, ...defined(input.body), now: input.now };
    return changeDriver(input, services, { type: 'ReplaceLicence', data });
  },
});

export const removeLicence = endpoint({
  summary: 'Remove a driving licence',
  scope: 'drivers:write',
  params: Address,
  answer: Driver,
  run(input, services) {
    const data = { licenceId: input.params.licenceId, now: input.now };
    return changeDriver(input, services, { type: 'RemoveLicence', data });
  },
});
