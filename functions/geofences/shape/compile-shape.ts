import type { Shape } from '../contract.ts';
import { circle } from './circle.ts';
import { corridor } from './corridor.ts';
import type { Geometry } from './geometry.ts';
import { polygon } from './polygon.ts';
import { rectangle } from './rectangle.ts';

/** What stays where it is; a circle around a vehicle is made when one knows where that is. */
export type FixedShape = Exclude<Shape, { type: 'around-vehicle' }>;

export const compileShape = (shape: FixedShape): Geometry => {
  switch (shape.type) {
    case 'circle':
      return circle(shape.center, shape.radiusMetres);
    case 'polygon':
      return polygon(shape.rings);
    case 'corridor':
      return corridor(shape.path, shape.widthMetres);
    case 'rectangle':
      return rectangle(shape.southWest, shape.northEast);
  }
};
