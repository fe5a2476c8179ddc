import { RADIANS } from '../../../shared/kernel/earth.ts';
import type { Lines } from './lines.ts';

/** With so many numbers in `pieces` it pays to look first where the nearest edge probably is: then most of the others need not be looked at. */
const MANY = 16;

const squareToBox = ({ boxes }: Lines, piece: number, x: number, y: number, scale: number): number => {
  const box = 2 * piece;
  const beside = Math.max((boxes[box] as number) - x, x - (boxes[box + 2] as number), 0) * scale;
  const above = Math.max((boxes[box + 1] as number) - y, y - (boxes[box + 3] as number), 0);
  return beside * beside + above * above;
};

const squareToPiece = ({ points, pieces }: Lines, piece: number, x: number, y: number, scale: number): number => {
  let best = Infinity;
  const last = 2 * (pieces[piece + 1] as number);
  let point = 2 * (pieces[piece] as number);
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
  return best;
};

const nearestPiece = (lines: Lines, x: number, y: number, scale: number): number => {
  let nearest = 0;
  let best = Infinity;
  for (let piece = 0; piece < lines.pieces.length; piece += 2) {
    const square = squareToBox(lines, piece, x, y, scale);
    if (square >= best) continue;
    best = square;
    nearest = piece;
  }
  return nearest;
};

/**
 * The square of the distance to the nearest edge, in degrees of latitude. A degree of longitude is taken to be as long everywhere as it is
 * at the point: right for what is near, which is what decides.
 */
export const nearestSquare = (lines: Lines, x: number, y: number): number => {
  const scale = Math.cos(y * RADIANS);
  const { pieces } = lines;
  let best = pieces.length < MANY ? Infinity : squareToPiece(lines, nearestPiece(lines, x, y, scale), x, y, scale);
  for (let piece = 0; piece < pieces.length; piece += 2)
    if (squareToBox(lines, piece, x, y, scale) < best) best = Math.min(best, squareToPiece(lines, piece, x, y, scale));
  return best;
};
