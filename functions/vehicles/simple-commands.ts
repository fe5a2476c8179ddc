import type { z } from 'zod';
import { type Endpoint, endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import type { Scope } from '../../shared/identity/caller.ts';
import { changeVehicle } from './change-vehicle.ts';
import {
  RenameVehicleBody,
  RetireVehicleBody,
  SellVehicleBody,
  SetStatusBody,
  TagVehicleBody,
  Vehicle,
  VehicleParams,
} from './contract.ts';
import type { VehicleCommand } from './vehicle.ts';

interface Spec<Body extends z.ZodType> {
  readonly summary: string;
  readonly description?: string;
  readonly scope?: Scope;
  readonly body: Body;
  command(body: z.output<Body>, now: string): VehicleCommand;
}

/** A command of its own on one vehicle: its body is all there is to it. */
const changing = <Body extends z.ZodType>({ command, scope = 'vehicles:write', ...spec }: Spec<Body>): Endpoint =>
  endpoint({
    ...spec,
    scope,
    params: VehicleParams,
    answer: Vehicle,
    run: async (input, services) =>
      entity(await changeVehicle(services, input, input.params.vehicleId, command(input.body, input.now))),
  });

export const renameVehicle = changing({
  summary: 'Give a vehicle another name',
  body: RenameVehicleBody,
  command: ({ name }, now) => ({ type: 'Rename', data: { name, now } }),
});

export const setStatus = changing({
  summary: 'Say whether a vehicle is active, in the shop or out of service',
  scope: 'vehicles:status',
  body: SetStatusBody,
  command: (body, now) => ({ type: 'SetStatus', data: { ...body, now } }),
});

export const retireVehicle = changing({
  summary: 'Take a vehicle out of the fleet for good',
  description: 'Its history stays. Its telemetry is not taken any more.',
  body: RetireVehicleBody,
  command: ({ reason }, now) => ({ type: 'Retire', data: { reason, now } }),
});

export const sellVehicle = changing({
  summary: 'Record that a vehicle was sold',
  body: SellVehicleBody,
  command: (body, now) => ({ type: 'Sell', data: { ...body, now } }),
});

export const tagVehicle = changing({
  summary: 'Add tags to a vehicle',
  body: TagVehicleBody,
  command: ({ tags }, now) => ({ type: 'Tag', data: { tags, now } }),
});

export const untagVehicle = changing({
  summary: 'Take tags off a vehicle',
  body: TagVehicleBody,
  command: ({ tags }, now) => ({ type: 'Untag', data: { tags, now } }),
});
