import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import { VehicleParams } from './contract.ts';
import { replacementDue } from './replacement.ts';
import { vehicleResource } from './resource.ts';

const ReplacementDue = z
  .strictObject({
    vehicleId: z.string(),
    due: z.boolean().describe('Whether the first of them is reached.'),
    reached: z.array(z.enum(['date', 'odometer'])),
    daysLeft: z.int().exactOptional().describe('Negative when that day has passed.'),
    metresLeft: z.int().exactOptional().describe('Absent while nobody knows how far it has gone.'),
  })
  .meta({ id: 'VehicleReplacementDue', description: 'How far a vehicle is from being replaced.' });

export const vehicleReplacement = endpoint({
  summary: 'Tell whether a vehicle is due to be replaced',
  scope: 'vehicles:read',
  params: VehicleParams,
  answer: ReplacementDue,
  async run({ params: { vehicleId }, caller, now }, services) {
    const { replacement, meters } = await vehicleResource.find(services, caller, vehicleId);
    if (!replacement) throw conflict('vehicles/no-replacement', 'Nobody has said when it is to be replaced.');
    const due = replacementDue(replacement, now.slice(0, 10), meters.odometer?.total);
    return ok({ vehicleId, due: due.reached.length > 0, ...due });
  },
});
