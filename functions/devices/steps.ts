import { execute } from '../../shared/eventstore/execute.ts';
import type { StepBody, StepRun } from '../../shared/sagas/perform-step.ts';
import type { Services } from '../../shared/services.ts';
import type { DeviceMove, DeviceRef, KeyReplacement } from './contract.ts';
import { type DeviceCommand, device, deviceStream } from './device.ts';
import { shardFor } from './shard-for.ts';

const handle = execute(device);

const change = async ({ streams }: Services, run: StepRun, deviceId: string, command: DeviceCommand): Promise<void> => {
  const { tenantId, now: at, actor, correlationId } = run;
  await handle(streams, deviceStream(tenantId, deviceId), command, { at, actor, correlationId });
};

export const move: StepBody<DeviceMove, void> = async ({ deviceId, fromVehicleId, vehicleId }, run, services) => {
  const shard = await shardFor(services, { tenantId: run.tenantId }, vehicleId);
  const data = { fromVehicleId, vehicleId, shard, operation: run.key, now: run.now };
  await change(services, run, deviceId, { type: 'Move', data });
};

export const moveBack: StepBody<DeviceRef, void> = ({ deviceId }, run, services) =>
  change(services, run, deviceId, { type: 'MoveBack', data: { operation: run.key, now: run.now } });

export const replaceKey: StepBody<KeyReplacement, void> = ({ deviceId, keyHash }, run, services) =>
  change(services, run, deviceId, { type: 'RotateKey', data: { keyHash, operation: run.key, now: run.now } });

export const restoreKey: StepBody<DeviceRef, void> = ({ deviceId }, run, services) =>
  change(services, run, deviceId, { type: 'RestoreKey', data: { operation: run.key, now: run.now } });
