import { basename, extname } from 'node:path';
import type { Columns } from './columns.ts';
import { readerFor } from './formats.ts';
import { withMotion } from './motion.ts';
import { type Flaw, isFlaw, type TrackPoint } from './track.ts';

/** One vehicle's part of a recording: in order of time, each instant once. */
export interface Track {
  readonly vehicle: string;
  readonly points: readonly TrackPoint[];
}

/** What a file holds. The tracks of one recording share a clock. */
export interface Recording {
  readonly file: string;
  readonly tracks: readonly Track[];
  readonly flaws: readonly Flaw[];
  /** Fixes that got their speed or heading from the fix before. */
  readonly derived: number;
}

/** Reads a file into tracks, one per vehicle; a file that names no vehicle is one track named after it. Throws with the file's name. */
export const readRecording = async (file: string, columns: Columns): Promise<Recording> => {
  const byVehicle = new Map<string, TrackPoint[]>();
  const flaws: Flaw[] = [];
  const nameless = basename(file, extname(file));
  try {
    for await (const entry of readerFor(file, columns)(file)) {
      if (isFlaw(entry)) {
        flaws.push(entry);
        continue;
      }
      const vehicle = entry.vehicle ?? nameless;
      const points = byVehicle.get(vehicle);
      if (points) points.push(entry);
      else byVehicle.set(vehicle, [entry]);
    }
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
  if (byVehicle.size === 0)
    throw new Error(`${file}: there is nothing to replay${flaws[0] ? ` (${flaws[0].flaw})` : ''}.`);

  const tracks = [...byVehicle].map(([vehicle, points]) => ({ vehicle, ...withMotion(inOrder(points)) }));
  return { file, tracks, flaws, derived: tracks.reduce((sum, { derived }) => sum + derived, 0) };
};

const inOrder = (points: readonly TrackPoint[]): TrackPoint[] =>
  [...points].sort((a, b) => a.at - b.at).filter(({ at }, index, sorted) => at !== sorted[index - 1]?.at);
