import { chargingRecorder, fuellingRecorder } from '../energy/use-cases.ts';
import { visitRecorder } from '../geofences/use-cases.ts';
import { meterRecorder } from '../meters/use-cases.ts';
import { tripRecorder } from '../trips/use-cases.ts';
import type { Recorder } from './recorder.ts';

/** Every area that writes down what the telemetry has found out. */
export const recorders: readonly Recorder[] = [
  meterRecorder,
  tripRecorder,
  visitRecorder,
  fuellingRecorder,
  chargingRecorder,
];
