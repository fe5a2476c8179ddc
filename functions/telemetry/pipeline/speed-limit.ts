/** How fast one may drive where a vehicle is, and the geofence that says so. */
export interface SpeedLimit {
  /** Metres per second. */
  readonly speed: number;
  readonly fenceId: string;
}
