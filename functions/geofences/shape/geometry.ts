/** Degrees. The east may be above 180: then it lies beyond the 180th meridian. */
export interface Bounds {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** A part of the earth's surface, prepared for being asked about it millions of times. Degrees of WGS 84, metres on the mean sphere. */
export interface Geometry {
  readonly bounds: Bounds;
  readonly areaSquareMetres: number;
  /** About how far from every edge one can be in it. */
  readonly depthMetres: number;
  /** To the nearest edge: below zero inside. Right near the edge; far away from a large one it is an estimate. */
  metresFrom(lat: number, lon: number): number;
  /**
   * Where a straight way lies inside: some fraction of it between 0 and 1, well within where it can be; -1 when it nowhere does. The way is
   * a few kilometres long at most, and goes the short way round the earth.
   */
  meetsAt(fromLat: number, fromLon: number, toLat: number, toLon: number): number;
}

export const contains = (geometry: Geometry, lat: number, lon: number): boolean => geometry.metresFrom(lat, lon) <= 0;

/** Whether a straight way passes through although neither end is inside. */
export const isCrossedBy = (
  geometry: Geometry,
  fromLat: number,
  fromLon: number,
  toLat: number,
  toLon: number,
): boolean =>
  !contains(geometry, fromLat, fromLon) &&
  !contains(geometry, toLat, toLon) &&
  geometry.meetsAt(fromLat, fromLon, toLat, toLon) >= 0;
