import { z } from 'zod';
import { type Answer, type ApiClient, explain } from '../api-client.ts';
import type { VehicleKind } from './handling.ts';

/** What the API still knows of a vehicle from an earlier run. */
export interface Memory {
  readonly kind: VehicleKind;
  /** Somebody has said how much there is room for in its tank or its battery. */
  readonly isEquipped: boolean;
  readonly last?: LastFix;
}

export interface LastFix {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Metres on the clock then. */
  readonly odometer?: number | undefined;
  /** Seconds that the engine had been on. */
  readonly engineSeconds?: number | undefined;
}

const Vehicles = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['van', 'truck', 'car', 'bus', 'trailer', 'equipment', 'other']).catch('other'),
      tankMillilitres: z.number().optional(),
      batteryWattHours: z.number().optional(),
    }),
  ),
  nextCursor: z.string().optional(),
});
const Positions = z.object({
  items: z.array(
    z.object({
      vehicleId: z.string(),
      at: z.string(),
      attributes: z.object({ odometer: z.number().optional(), engineSeconds: z.number().optional() }).optional(),
    }),
  ),
});

/** Kind and last fix of a tenant's vehicles, by vehicle id. One attempt; throws `Unavailable`, or when the API refuses. */
export const recall = async (client: ApiClient): Promise<ReadonlyMap<string, Memory>> => {
  const positions = Positions.parse(expectOk(await client.call('GET', '/vehicles/positions'))).items;
  const lastFixes = new Map(
    positions.map(({ vehicleId, at, attributes }): [string, LastFix] => [
      vehicleId,
      { at: Date.parse(at), odometer: attributes?.odometer, engineSeconds: attributes?.engineSeconds },
    ]),
  );

  const memories = new Map<string, Memory>();
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '500', ...(cursor === undefined ? {} : { cursor }) });
    const page = Vehicles.parse(expectOk(await client.call('GET', `/vehicles?${query}`)));
    for (const { id, kind, tankMillilitres, batteryWattHours } of page.items) {
      const last = lastFixes.get(id);
      const isEquipped = tankMillilitres !== undefined || batteryWattHours !== undefined;
      memories.set(id, { kind, isEquipped, ...(last && { last }) });
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return memories;
};

const expectOk = (answer: Answer): unknown => {
  if (answer.status === 200) return answer.body;
  throw new Error(`Could not read what the fleet did last: ${explain(answer)}`);
};
