import { RADIANS } from '../../../shared/kernel/earth.ts';
import type { Lines } from './lines.ts';

/**
 * The square of the distance to the nearest edge, in degrees of latitude. A degree of longitude is taken to be as long everywhere as it is at the
 * point: right for what is near, which is what decides.
 */
export const nearestSquare = ({ points, pieces, boxes }: Lines, x: number, y: number): number => {
  const scale = Math.cos(y * RADIANS);
  let best = Infinity;
  for (let at = 0; at < pieces.length; at += 2) {
    const box = 2 * at;
    const beside = Math.max((boxes[box] as number) - x, x - (boxes[box + 2] as number), 0) * scale;
    const above = Math.max((boxes[box + 1] as number) - y, y - (boxes[box + 3] as number), 0);
    if (beside * beside + above * above >= best) continue;
    const last = 2 * (pieces[at + 1] as number);
    let point = 2 * (pieces[at] as number);
    let ax = ((points[point] as number) - x) * scale;
    let ay = (points[point + 1] as number) - y;
    for (point += 2; point <= last; point += 2) {
      const bx = ((points[point] as number) - x) * scale;
      const by = (points[point + 1] as number) - y;
      const edgeX = bx - ax;
      const edgeY = by - ay;
      const length = edgeX * edgeX + edgeY * edgeY;
      // How far along the edge the point nearest to the origin lies, the ends included.
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * edgeX + ay * edgeY) / length));
      const nearX = ax + along * edgeX;
      const nearY = ay + along * edgeY;
      const square = nearX * nearX + nearY * nearY;
      if (square < best) best = square;
      ax = bx;
      ay = by;
    }
  }
  return best;
};
