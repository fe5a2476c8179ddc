import type { StepBody } from '../../shared/sagas/perform-step.ts';
import type { VehicleTelling } from './contract.ts';
import { callOff, tell } from './inbox.ts';

interface Told {
  readonly told: readonly VehicleTelling[];
}

const idOf = (key: string, { what }: VehicleTelling) => `${key}-${what}`;

export const tellAll: StepBody<Told, void> = async ({ told }, { tenantId, key, now }, services) => {
  for (const telling of told) await tell(services, tenantId, idOf(key, telling), telling, now);
};

export const untellAll: StepBody<Told, void> = async ({ told }, { tenantId, key, now }, services) => {
  for (const telling of told) await callOff(services, tenantId, idOf(key, telling), telling, now);
};
