import type { Services } from '../../shared/services.ts';
import { DAY_MS, dayOf } from './history.ts';
import type { VehicleMemory } from './pipeline/pipeline.ts';

/** What was known of a vehicle before its first fix of a day: from here the day can be gone through again. `null`: nothing. */
export interface Checkpoint {
  readonly vehicleId: string;
  /** `2026-11-22`, UTC. */
  readonly day: string;
  readonly memory: VehicleMemory | null;
}

const ID = 'checkpoint';

/** A fix that is later than this is kept, and changes nothing that was found out: too much would have to be gone through again. */
export const MAX_LATE_DAYS = 7;

/** Whether a fix is the first of its day. */
export const beginsDay = (memory: VehicleMemory | undefined, at: number): boolean =>
  memory === undefined || Math.floor(at / DAY_MS) !== Math.floor(memory.latest.at / DAY_MS);

/** Writing one again changes nothing, or corrects it. */
export const writeCheckpoints = async (
  { history }: Pick<Services, 'history'>,
  tenantId: string,
  checkpoints: readonly Checkpoint[],
  keepSeconds: number,
): Promise<void> => {
  if (checkpoints.length === 0) return;
  await history.putMany(
    tenantId,
    checkpoints.map(({ vehicleId, day, memory }) => ({ path: [vehicleId, day], id: ID, doc: { memory }, keepSeconds })),
  );
};

/** The checkpoint to begin from in order to see `at` again: that of the first day from then on which has one, as nothing came in between. */
export const checkpointFor = async (
  { history }: Pick<Services, 'history'>,
  tenantId: string,
  vehicleId: string,
  at: number,
  until: number,
): Promise<Checkpoint | undefined> => {
  const days: string[] = [];
  for (let day = at - (at % DAY_MS); day <= until && days.length <= MAX_LATE_DAYS + 1; day += DAY_MS)
    days.push(dayOf(day));
  const found = await history.getMany<Pick<Checkpoint, 'memory'>>(
    tenantId,
    days.map((day) => ({ path: [vehicleId, day], id: ID })),
  );
  for (const [index, day] of days.entries()) {
    const checkpoint = found[index];
    if (checkpoint) return { vehicleId, day, memory: checkpoint.doc.memory };
  }
  return undefined;
};
