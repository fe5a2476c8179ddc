import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import type { Input } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import type { Services } from '../../shared/services.ts';
import { type DriverCommand, driver, driverStream } from './driver.ts';
import { driverResource } from './resource.ts';

export const handle = execute(driver);

type Asked = Input<{ driverId: string }, unknown, unknown>;

/** Runs a command on a driver whom the caller may see. @throws FleetError `not-found` */
export const change = async (input: Asked, services: Services, command: DriverCommand): Promise<number> => {
  const { caller, params } = input;
  // Whoever may see all of the company learns from the stream itself that there is no such driver.
  if (caller.groups) await driverResource.find(services, caller, params.driverId);
  const stream = driverStream(caller.tenantId, params.driverId);
  return (await handle(services.streams, stream, command, causeOf(input))).version;
};

/** Runs a command on a driver and answers with the driver as they are now. */
export const changeDriver = async (input: Asked, services: Services, command: DriverCommand) => {
  const version = await change(input, services, command);
  return entity(await driverResource.find(services, input.caller, input.params.driverId, version));
};
