import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChargeSession, FuelEvent } from '../../../../shared/client/routes.ts';
import { api } from '../api.ts';
import { vehicleKey } from '../vehicles/vehicle-queries.ts';

const EVERY = 60_000;
const LATEST = 20;

export type EnergyEntry =
  | { readonly kind: 'fuel'; readonly fuel: FuelEvent }
  | { readonly kind: 'charge'; readonly charge: ChargeSession };

export const startOf = (entry: EnergyEntry): string => (entry.kind === 'fuel' ? entry.fuel.at : entry.charge.at);

/** When the vehicle was filled, emptied or charged, the latest first. */
export const vehicleEnergy = (vehicleId: string) =>
  queryOptions({
    queryKey: [...vehicleKey(vehicleId), 'energy'],
    queryFn: async ({ signal }): Promise<readonly EnergyEntry[]> => {
      const query = { vehicleId: [vehicleId], sort: '-at', limit: LATEST } as const;
      // What was dismissed stays to be seen, with the reason; it is left out unless asked for.
      const status = ['recorded', 'confirmed', 'dismissed'] as const;
      const [fuel, charged] = await Promise.all([
        api.get('fuel-events', { query: { ...query, status }, signal }),
        api.get('charge-sessions', { query, signal }),
      ]);
      const entries: EnergyEntry[] = [
        ...fuel.items.map((fuel) => ({ kind: 'fuel', fuel }) as const),
        ...charged.items.map((charge) => ({ kind: 'charge', charge }) as const),
      ];
      return entries.sort((a, b) => startOf(b).localeCompare(startOf(a))).slice(0, LATEST);
    },
    refetchInterval: EVERY,
  });

export type Judgement = 'confirm' | 'dismiss';

/** Says whether a tank was really filled or emptied. */
export const useJudgeFuel = ({ id: fuelEventId, vehicleId }: FuelEvent) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ judgement, reason }: { readonly judgement: Judgement; readonly reason: string }) => {
      const asked = { path: { fuelEventId }, body: reason ? { reason } : {} };
      return judgement === 'confirm'
        ? api.post('fuel-events/{fuelEventId}/confirm', asked)
        : api.post('fuel-events/{fuelEventId}/dismiss', asked);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: vehicleEnergy(vehicleId).queryKey }),
  });
};
