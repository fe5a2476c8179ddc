import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { changeDriver } from './change-driver.ts';
import { Driver, DriverId } from './contract.ts';
import { driverStream } from './driver.ts';

/** The key goes after the event: an event that says so without the key gone is repaired by sending it again, the other way round nothing would show. */
export const eraseDriver = endpoint({
  summary: 'Forget everything personal of a driver who has left',
  description:
    'For good: name, numbers, contacts and custom fields cannot be read any more, here, in the history, or in any copy of the events. What was driven, and when, stays.',
  scope: 'drivers:erase',
  params: z.object({ driverId: DriverId }),
  answer: Driver,
  async run(input, services) {
    const { driverId } = input.params;
    const erased = await changeDriver(services, input, driverId, { type: 'Erase', data: { now: input.now } });
    await services.personal.forget(driverStream(input.caller.tenantId, driverId));
    return entity(erased);
  },
});
