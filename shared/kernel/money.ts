import { z } from 'zod';

/** Every currency ISO 4217 knows: three capital letters. Which of them are in use is the caller's business. */
const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'A currency is three capital letters of ISO 4217, for example EUR.')
  .describe('ISO 4217, for example EUR.');

/** Far above any vehicle, far below where JSON's numbers stop being whole. */
const MAX_MINOR = 1e13;

/** An amount of money. Never a fraction: cents, or yen, or thousandths of a dinar. */
export const Money = z
  .strictObject({
    amount: z.int().min(0).max(MAX_MINOR).describe('In the smallest unit of the currency: 1250 is 12.50 EUR.'),
    currency: Currency,
  })
  .meta({ id: 'Money', description: 'An amount of money.', examples: [{ amount: 3_450_000, currency: 'EUR' }] });
export type Money = z.infer<typeof Money>;
