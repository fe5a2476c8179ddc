import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import { Money } from '../../shared/kernel/money.ts';
import { VehicleParams } from './contract.ts';
import { bookValue } from './depreciation.ts';
import { vehicleResource } from './resource.ts';

const VehicleValue = z
  .strictObject({
    vehicleId: z.string(),
    on: z.iso.date(),
    cost: Money.describe('What it has cost.'),
    lost: Money.describe('What of that has been written off.'),
    value: Money.describe('What it is worth in the books.'),
  })
  .meta({ id: 'VehicleValue', description: 'What a vehicle is worth in the books.' });

export const vehicleValue = endpoint({
  summary: 'Tell what a vehicle is worth in the books',
  description: 'Computed from `acquisition` and `depreciation`, after the full months since it was acquired.',
  scope: 'vehicles:read',
  params: VehicleParams,
  query: z.strictObject({ on: z.iso.date().optional().describe('The day; today unless told.') }),
  answer: VehicleValue,
  async run({ params: { vehicleId }, query, caller, now }, services) {
    const { acquisition, depreciation } = await vehicleResource.find(services, caller, vehicleId);
    if (!acquisition?.price || !depreciation)
      throw conflict('vehicles/no-value', 'A book value needs the price of the acquisition and a depreciation.');
    const { on = now.slice(0, 10) } = query;
    const { amount, currency } = acquisition.price;
    const value = bookValue(depreciation, { amount, on: acquisition.on }, on);
    return ok({
      vehicleId,
      on,
      cost: { amount, currency },
      lost: { amount: amount - value, currency },
      value: { amount: value, currency },
    });
  },
});
