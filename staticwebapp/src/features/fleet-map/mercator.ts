/** A point of the Web Mercator square: 0..1 from west to east and from north to south. */
export interface MercatorPoint {
  readonly x: number;
  readonly y: number;
}

export const toMercator = (lon: number, lat: number): MercatorPoint => {
  const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
};

export const toLngLat = ({ x, y }: MercatorPoint): { lng: number; lat: number } => ({
  lng: (x - 0.5) * 360,
  lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI,
});

/** The part of the world on the screen, north up: its centre, and how many pixels the whole world measures. */
export interface Viewport {
  readonly center: MercatorPoint;
  readonly worldSize: number;
  readonly width: number;
  readonly height: number;
}

/** Where a point is on the screen; of the copies of the world, the one nearest to the centre. */
export const toScreen = (point: MercatorPoint, { center, worldSize, width, height }: Viewport): MercatorPoint => {
  const dx = point.x - center.x;
  return { x: (dx - Math.round(dx)) * worldSize + width / 2, y: (point.y - center.y) * worldSize + height / 2 };
};

export const isOnScreen = ({ x, y }: MercatorPoint, { width, height }: Viewport, margin: number): boolean =>
  x >= -margin && y >= -margin && x <= width + margin && y <= height + margin;
