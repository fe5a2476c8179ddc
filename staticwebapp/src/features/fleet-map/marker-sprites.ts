import type { VehicleStatus } from '../../lib/fleet/vehicle-status.ts';
import type { ColorScheme } from './map-palette.ts';

export interface MarkerColors {
  readonly status: Readonly<Record<VehicleStatus, string>>;
  readonly edge: string;
  readonly surface: string;
  readonly ink: string;
  readonly ring: string;
}

const COLORS: Readonly<Record<ColorScheme, MarkerColors>> = {
  light: {
    status: { moving: '#0a8f62', stopped: '#d9730d', offline: '#6b7684' },
    edge: '#ffffff',
    surface: '#ffffff',
    ink: '#16202b',
    ring: '#0f7c8a',
  },
  dark: {
    status: { moving: '#3ddc97', stopped: '#ffb454', offline: '#8895a5' },
    edge: '#0d141b',
    surface: '#1d2631',
    ink: '#eef3f8',
    ring: '#5ad1e0',
  },
};

/** The side of a sprite in CSS pixels; the marker sits in its middle. */
export const SPRITE_SIZE = 44;

type Painter = (context: OffscreenCanvasRenderingContext2D, colors: MarkerColors) => void;

const outlined = (context: OffscreenCanvasRenderingContext2D, path: Path2D, fill: string, edge: string): void => {
  context.save();
  context.shadowColor = 'rgb(8 20 32 / 0.38)';
  context.shadowBlur = 4;
  context.shadowOffsetY = 1;
  context.strokeStyle = edge;
  context.lineWidth = 4.5;
  context.lineJoin = 'round';
  context.stroke(path);
  context.restore();
  context.fillStyle = fill;
  context.fill(path);
};

const circle = (radius: number): Path2D => {
  const path = new Path2D();
  path.arc(0, 0, radius, 0, 2 * Math.PI);
  return path;
};

const painters: Readonly<Record<VehicleStatus, Painter>> = {
  moving: (context, { status, edge }) =>
    outlined(context, new Path2D('M0-11.5 8.5 9.5 0 5-8.5 9.5Z'), status.moving, edge),
  stopped: (context, { status, edge }) => {
    outlined(context, circle(7.5), status.stopped, edge);
    context.fillStyle = edge;
    context.beginPath();
    context.roundRect(-2.6, -2.6, 5.2, 5.2, 1);
    context.fill();
  },
  offline: (context, { status, edge, surface }) => {
    outlined(context, circle(6.8), status.offline, edge);
    context.fillStyle = surface;
    context.fill(circle(3.4));
  },
};

/** A notch outside the disc of a vehicle at rest: which way it stands. */
const paintNotch: Painter = (context, colors) => {
  const notch = new Path2D('M-4.6-8 0-14.6 4.6-8Z');
  context.strokeStyle = colors.edge;
  context.lineWidth = 2.5;
  context.lineJoin = 'round';
  context.stroke(notch);
  context.fillStyle = colors.status.stopped;
  context.fill(notch);
};

const paint = (pixelRatio: number, draw: (context: OffscreenCanvasRenderingContext2D) => void): OffscreenCanvas => {
  const canvas = new OffscreenCanvas(SPRITE_SIZE * pixelRatio, SPRITE_SIZE * pixelRatio);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser offers no 2D canvas');
  context.scale(pixelRatio, pixelRatio);
  context.translate(SPRITE_SIZE / 2, SPRITE_SIZE / 2);
  draw(context);
  return canvas;
};

export interface MarkerSprites {
  readonly colors: MarkerColors;
  of(status: VehicleStatus, hasHeading: boolean): OffscreenCanvas;
}

/** The markers, painted once per colour scheme and pixel density; drawing thousands is then copying. */
export const createMarkerSprites = (scheme: ColorScheme, pixelRatio: number): MarkerSprites => {
  const colors = COLORS[scheme];
  const plain = {
    moving: paint(pixelRatio, (context) => painters.moving(context, colors)),
    stopped: paint(pixelRatio, (context) => painters.stopped(context, colors)),
    offline: paint(pixelRatio, (context) => painters.offline(context, colors)),
  };
  const stoppedFacing = paint(pixelRatio, (context) => {
    paintNotch(context, colors);
    painters.stopped(context, colors);
  });
  return { colors, of: (status, hasHeading) => (status === 'stopped' && hasHeading ? stoppedFacing : plain[status]) };
};
