import { readFlespi } from './flespi.ts';
import { readGeotab } from './geotab.ts';
import { readMotive } from './motive.ts';
import { readSamsara } from './samsara.ts';
import type { ReadPayload } from './told.ts';

/** How to understand each provider. */
export const providerPayloads = {
  samsara: readSamsara,
  geotab: readGeotab,
  motive: readMotive,
  flespi: readFlespi,
} as const satisfies Readonly<Record<string, ReadPayload>>;
