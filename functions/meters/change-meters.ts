import { execute } from '../../shared/eventstore/execute.ts';
import { type Asking, causeOf } from '../../shared/http/cause.ts';
import type { Services } from '../../shared/services.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import type { VehicleMeters } from './contract.ts';
import { type MetersCommand, meters, metersStream } from './meters.ts';
import { standingOf } from './readings.ts';

const handle = execute(meters);

/** Runs a command on the meters of a vehicle that the caller may see. @throws FleetError `not-found` */
export const changeMeters = async (services: Services, asked: Asking, vehicleId: string, command: MetersCommand) => {
  await vehicleResource.find(services, asked.caller, vehicleId);
  const stream = metersStream(asked.caller.tenantId, vehicleId);
  const { state, version } = await handle(services.streams, stream, command, causeOf(asked));
  return { book: state, version };
};

/** What the meters stand at after a command. */
export const metersAfter = (
  vehicleId: string,
  { book, version }: Awaited<ReturnType<typeof changeMeters>>,
): VehicleMeters => {
  const [odometer, engineHours] = [standingOf(book, 'odometer'), standingOf(book, 'engineHours')];
  return { id: vehicleId, ...(odometer && { odometer }), ...(engineHours && { engineHours }), version };
};
