// What other areas may ask this one to do.

export { type Counted, countedAt } from './counted-at.ts';
export { healthOf } from './device-health.ts';
export { takePayload } from './take-payload.ts';
