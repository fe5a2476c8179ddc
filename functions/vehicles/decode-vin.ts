import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { countryOf } from './countries.ts';
import { VIN_CHECKS, Vin } from './details/contract.ts';
import { makerOf } from './makers.ts';
import { modelYearsOf, vinCheckOf } from './vin.ts';

const DecodedVin = z
  .strictObject({
    vin: z.string(),
    wmi: z.string().describe('World manufacturer identifier: the first three characters.'),
    check: z.enum(VIN_CHECKS).describe('Of the ninth character; only North America and China use one.'),
    country: z.string().exactOptional().describe('ISO 3166-1: where the maker sits, not always where it builds.'),
    maker: z.string().exactOptional().describe('Who the identifier belongs to; it may build for another brand.'),
    modelYears: z
      .array(z.int())
      .describe('The model years it may stand for, newest first; none outside North America.'),
  })
  .meta({ id: 'DecodedVin', description: 'What a VIN tells for certain.' });

export const decodeVin = endpoint({
  summary: 'Decode a VIN',
  description: 'Without asking anybody: what the number itself tells for certain. What is not certain is left out.',
  scope: 'vehicles:read',
  params: z.object({ vin: Vin }),
  answer: DecodedVin,
  async run({ params: { vin }, now }) {
    const [country, maker] = [countryOf(vin), makerOf(vin)];
    return ok({
      vin,
      wmi: vin.slice(0, 3),
      check: vinCheckOf(vin),
      ...(country && { country }),
      ...(maker && { maker }),
      modelYears: modelYearsOf(vin, new Date(now).getUTCFullYear()),
    });
  },
});
