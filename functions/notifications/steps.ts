import type { StepBody } from '../../shared/sagas/perform-step.ts';
import type { Telling } from './contract.ts';
import { callOff, tell } from './inbox.ts';

interface Told {
  readonly told: readonly Telling[];
}

const idOf = (key: string, { what }: Telling) => `${key}-${what}`;

export const tellAll: StepBody<Told, void> = async ({ told }, { tenantId, key, now }, services) => {
  for (const telling of told) await tell(services, tenantId, idOf(key, telling), telling, now);
};

export const untellAll: StepBody<Told, void> = async ({ told }, { tenantId, key, now }, services) => {
  for (const telling of told) await callOff(services, tenantId, idOf(key, telling), telling, now);
};
