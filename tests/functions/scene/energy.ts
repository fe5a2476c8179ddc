import type { World } from '../../../shared/testing/world.ts';
import type { Company } from '../company.ts';
import { chargeFact, fuelFact, tellingEnergy } from '../energy/facts.ts';
import type { Place } from './branch.ts';

/** What telemetry has found of a vehicle's tank and its battery. */
export const energyOf = async (world: World, { tenantId }: Company, place: Place, vehicleId: string) => {
  const { label, lat, lon } = place;
  const at = world.services.clock().getTime();
  const spot = {
    ...{ lat: lat + 0.00147, lon: lon + 0.00258 },
    place: { kind: 'place', id: `plc_fuel_${at}`, name: `${label} Pump` },
  } as const;
  const [filled, drained] = [
    fuelFact(vehicleId, at, { spot }),
    fuelFact(vehicleId, at + 3_600_000, { type: 'fuel-drained', fromPercent: 80, toPercent: 60, spot }),
  ];
  const charged = chargeFact(vehicleId, at, { spot });
  await tellingEnergy(world, tenantId).find(filled, drained, charged);
  return { fuelEventId: filled.id, chargeSessionId: charged.id };
};
