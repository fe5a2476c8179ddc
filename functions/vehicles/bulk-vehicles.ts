import { z } from 'zod';
import { bulk } from '../../shared/http/bulk.ts';
import type { Asking } from '../../shared/http/cause.ts';
import type { Services } from '../../shared/services.ts';
import { changeVehicle } from './change-vehicle.ts';
import {
  MoveVehicleBody,
  PatchVehicleBody,
  RetireVehicleBody,
  SetStatusBody,
  TagVehicleBody,
  Vehicle,
} from './contract.ts';
import { moveVehicle } from './move-vehicle.ts';
import { patchVehicle } from './patch-vehicle.ts';

const which = {
  vehicleId: z.string().min(1).max(255),
  expected: z.int().min(1).exactOptional().describe('Only if the vehicle is at this version, as with `If-Match`.'),
};

/** The same bodies as one by one, with the vehicle and the command's name. */
const Command = z
  .discriminatedUnion('command', [
    MoveVehicleBody.extend({ ...which, command: z.literal('move') }),
    SetStatusBody.extend({ ...which, command: z.literal('status') }),
    TagVehicleBody.extend({ ...which, command: z.literal('tag') }),
    TagVehicleBody.extend({ ...which, command: z.literal('untag') }),
    RetireVehicleBody.extend({ ...which, command: z.literal('retire') }),
    z.strictObject({ ...which, command: z.literal('patch'), patch: PatchVehicleBody }),
  ])
  .meta({ id: 'VehicleCommand', description: 'One command on one vehicle.' });

const perform = (services: Services, asked: Asking, given: z.output<typeof Command>): Promise<Vehicle> => {
  const { vehicleId } = given;
  const { now } = asked;
  switch (given.command) {
    case 'move':
      return moveVehicle(services, asked, vehicleId, given.groupId);
    case 'patch':
      return patchVehicle(services, asked, vehicleId, given.patch);
    case 'status': {
      const { status, reason } = given;
      return changeVehicle(services, asked, vehicleId, {
        type: 'SetStatus',
        data: { status, ...(reason && { reason }), now },
      });
    }
    case 'tag':
      return changeVehicle(services, asked, vehicleId, { type: 'Tag', data: { tags: given.tags, now } });
    case 'untag':
      return changeVehicle(services, asked, vehicleId, { type: 'Untag', data: { tags: given.tags, now } });
    case 'retire':
      return changeVehicle(services, asked, vehicleId, { type: 'Retire', data: { reason: given.reason, now } });
  }
};

export const bulkVehicles = bulk({
  summary: 'Change many vehicles at once',
  description:
    'Each command is done on its own and has its own result; those of one vehicle are done in the order given.',
  scope: 'vehicles:write',
  noun: 'vehicle',
  schema: Vehicle,
  command: Command,
  idOf: ({ vehicleId }) => vehicleId,
  run: (command, { caller, now, correlationId, from, seed }, services) =>
    perform(services, { caller, now, correlationId, from, seed, expected: command.expected }, command),
});
