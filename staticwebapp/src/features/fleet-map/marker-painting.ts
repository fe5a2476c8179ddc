import type { StatusShares, VehicleStatus } from '../../lib/fleet/vehicle-status.ts';
import type { Pose } from './glide.ts';
import { type MarkerColors, type MarkerSprites, SPRITE_SIZE } from './marker-sprites.ts';
import type { MercatorPoint } from './mercator.ts';

type Context = CanvasRenderingContext2D;

/** One marker at a point of the screen, turned to its heading. */
export const paintMarker = (
  context: Context,
  sprites: MarkerSprites,
  at: MercatorPoint,
  marker: { status: VehicleStatus; heading: Pose['heading']; scale: number },
): void => {
  const { status, heading, scale } = marker;
  const side = SPRITE_SIZE * scale;
  context.save();
  context.translate(at.x, at.y);
  if (heading !== undefined && status !== 'offline') context.rotate((heading * Math.PI) / 180);
  context.drawImage(sprites.of(status, heading !== undefined), -side / 2, -side / 2, side, side);
  context.restore();
};

/** The ring around the selected vehicle. */
export const paintRing = (context: Context, colors: MarkerColors, at: MercatorPoint): void => {
  context.beginPath();
  context.arc(at.x, at.y, 24, 0, 2 * Math.PI);
  context.fillStyle = `${colors.ring}29`;
  context.fill();
  context.lineWidth = 2.5;
  context.strokeStyle = colors.ring;
  context.stroke();
};

const FONT = '600 12.5px "Inter Variable", system-ui, sans-serif';

/** A name tag beneath a marker. */
export const paintTag = (
  context: Context,
  colors: MarkerColors,
  at: MercatorPoint,
  name: string,
  below: number,
): void => {
  context.font = FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const width = context.measureText(name).width + 16;
  context.save();
  context.shadowColor = 'rgb(8 20 32 / 0.25)';
  context.shadowBlur = 6;
  context.shadowOffsetY = 1;
  context.fillStyle = colors.surface;
  context.beginPath();
  context.roundRect(at.x - width / 2, at.y + below, width, 23, 7);
  context.fill();
  context.restore();
  context.fillStyle = colors.ink;
  context.fillText(name, at.x, at.y + below + 12);
};

/** A plain name under a marker, for when there is room for all of them. */
export const paintName = (context: Context, colors: MarkerColors, at: MercatorPoint, name: string): void => {
  context.font = '580 11.5px "Inter Variable", system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.strokeStyle = colors.edge;
  context.strokeText(name, at.x, at.y + 22);
  context.fillStyle = colors.ink;
  context.fillText(name, at.x, at.y + 22);
};

const ORDER: readonly VehicleStatus[] = ['moving', 'stopped', 'offline'];

export const groupRadius = (size: number): number => Math.min(30, 15 + 3.2 * Math.log2(size));

/** A group: how many, and around it what share of them moves, stands or is silent. */
export const paintGroup = (context: Context, colors: MarkerColors, at: MercatorPoint, shares: StatusShares): void => {
  const size = shares.moving + shares.stopped + shares.offline;
  const radius = groupRadius(size);
  context.save();
  context.shadowColor = 'rgb(8 20 32 / 0.3)';
  context.shadowBlur = 7;
  context.shadowOffsetY = 1;
  context.fillStyle = colors.surface;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  context.fill();
  context.restore();

  let angle = -Math.PI / 2;
  context.lineWidth = 4;
  for (const status of ORDER) {
    const sweep = (shares[status] / size) * 2 * Math.PI;
    if (sweep === 0) continue;
    context.strokeStyle = colors.status[status];
    context.beginPath();
    context.arc(at.x, at.y, radius - 2, angle, angle + sweep);
    context.stroke();
    angle += sweep;
  }

  context.font = FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = colors.ink;
  context.fillText(size < 1000 ? String(size) : `${(size / 1000).toFixed(1)}k`, at.x, at.y + 0.5);
};
