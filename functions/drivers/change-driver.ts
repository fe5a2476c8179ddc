import { execute } from '../../shared/eventstore/execute.ts';
import { type Asking, causeOf } from '../../shared/http/cause.ts';
import type { Services } from '../../shared/services.ts';
import type { Driver } from './contract.ts';
import { type DriverCommand, driver, driverStream } from './driver.ts';
import { driverResource } from './resource.ts';

export const handle = execute(driver);

/** Runs a command on a driver whom the caller may see, and answers with the driver as they are then. @throws FleetError `not-found` */
export const changeDriver = async (
  services: Services,
  asked: Asking,
  driverId: string,
  command: DriverCommand,
): Promise<Driver> => {
  const { caller } = asked;
  // Whoever may see all of the company learns from the stream itself that there is no such driver.
  if (caller.groups) await driverResource.find(services, caller, driverId);
  const stream = driverStream(caller.tenantId, driverId);
  const { version } = await handle(services.streams, stream, command, causeOf(asked));
  // Who has moved a driver out of their own groups sees once more what they have done.
  return driverResource.find(services, { tenantId: caller.tenantId }, driverId, version);
};
