/** The queue every accepted fix goes through. */
export const TELEMETRY_QUEUE = 'telemetry';

/** What a device measured. SI units, degrees. */
export interface Measurement {
  readonly lat: number;
  readonly lon: number;
  /** Metres per second. */
  readonly speed?: number;
  /** Degrees clockwise from true north, 0 to below 360. */
  readonly heading?: number;
  /** Metres, one standard deviation. */
  readonly accuracy?: number;
  /** Metres above the ellipsoid. */
  readonly altitude?: number;
  /** Whatever else the device said: `batteryLevel` (percent), `ignition`, `odometer` (metres), ... */
  readonly attributes?: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Where a vehicle was at one instant, as the API and the live channel show it. */
export interface Position extends Measurement {
  readonly vehicleId: string;
  /** When the device measured it, ISO 8601 UTC. */
  readonly at: string;
  /** When we got it. */
  readonly receivedAt: string;
}
