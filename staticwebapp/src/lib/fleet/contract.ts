export interface Vehicle {
  readonly id: string;
  readonly name: string;
  readonly plate?: string;
  readonly vin?: string;
  readonly kind: 'van' | 'truck' | 'car' | 'bus' | 'trailer' | 'other';
  readonly status: 'active' | 'retired';
  readonly registeredAt: string;
  readonly version: number;
}

/** One fix. Metres, metres per second, degrees clockwise from north; `at` is the vehicle's own clock. */
export interface Position {
  readonly vehicleId: string;
  readonly at: string;
  readonly receivedAt?: string;
  readonly lat: number;
  readonly lon: number;
  readonly speed?: number;
  readonly heading?: number;
  readonly accuracy?: number;
  readonly altitude?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
}
