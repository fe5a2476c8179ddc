import type { Fact, Named, Spot } from '../facts.ts';
import type { Leg } from './leg.ts';

/** What else has to be known of a vehicle to follow its fuel and its battery. */
export interface EnergyScene {
  readonly vehicleId: string;
  /** Whether it is on a trip. */
  readonly isDriving: boolean;
  /** Metres, as the pipeline counts. */
  readonly odometer: number;
  /** Room in the tank, when somebody has said so. */
  readonly tankMillilitres?: number | undefined;
  readonly batteryWattHours?: number | undefined;
  readonly nameAt: (lat: number, lon: number) => Named | undefined;
}

export type Tell = (fact: Fact) => void;

export const spotAt = ({ nameAt }: EnergyScene, lat: number, lon: number): Spot => {
  const place = nameAt(lat, lon);
  return { lat, lon, ...(place && { place }) };
};

/** Of a leg's end: seconds since 1970. */
export const secondsOf = ({ fix }: Leg): number => Math.floor(fix.at / 1000);

/** Whether the engine runs: by the key, by its revolutions, or because a trip goes on. */
export const isEngineOn = ({ ignition, fix }: Leg, { isDriving }: EnergyScene): boolean => {
  if (ignition !== undefined) return ignition;
  const rpm = fix.attributes?.rpm;
  return typeof rpm === 'number' ? rpm > 0 : isDriving;
};
