import { countedAt } from '../telemetry/use-cases.ts';
import { countingRecorder } from './count-meters.ts';

// What other areas may ask this one to do.

/** Writes down once a day what the device of a vehicle has counted. */
export const meterRecorder = countingRecorder(countedAt);
