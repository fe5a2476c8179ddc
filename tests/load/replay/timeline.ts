import type { Recording } from './recording.ts';
import type { TrackPoint } from './track.ts';

export interface Device {
  /** The key in the device's own URL. */
  readonly key: string;
  /** Known for devices of the demo only. */
  readonly deviceId?: string;
}

/** A fix to send: `offset` milliseconds of recorded time after the beginning of the replay. */
export interface Cue {
  readonly device: Device;
  readonly offset: number;
  readonly point: TrackPoint;
}

export interface Timeline {
  /** What each device sends, in order. */
  readonly lanes: readonly (readonly Cue[])[];
  /** Milliseconds of recorded time from the first fix to the last. */
  readonly length: number;
}

/** Milliseconds between two recordings on one device. */
const PAUSE = 60_000;

/**
 * Lays recordings on one timeline. Each keeps its own clock and begins at zero, side by side with the others; only where two
 * recordings need the same device the later one waits for the end of the earlier.
 */
export const layOut = (recordings: readonly Recording[], devices: ReadonlyMap<string, Device>): Timeline => {
  const lanes = new Map<Device, Cue[]>();
  for (const { tracks } of [...recordings].sort((a, b) => startOf(a) - startOf(b))) {
    const played = tracks.flatMap(({ vehicle, points }) => {
      const device = devices.get(vehicle);
      return device ? [{ device, points }] : [];
    });
    const start = Math.min(...played.map(({ points }) => points[0]?.at ?? Number.POSITIVE_INFINITY));
    const free = Math.max(0, ...played.map(({ device }) => (lanes.get(device)?.at(-1)?.offset ?? -PAUSE) + PAUSE));
    for (const { device, points } of played) {
      const cues = points.map((point) => ({ device, offset: free + point.at - start, point }));
      lanes.set(device, [...(lanes.get(device) ?? []), ...cues]);
    }
  }
  const all = [...lanes.values()];
  return { lanes: all, length: Math.max(0, ...all.map((cues) => cues.at(-1)?.offset ?? 0)) };
};

const startOf = ({ tracks }: Recording): number => Math.min(...tracks.map(({ points }) => points[0]?.at ?? 0));

export interface Pace {
  /** Recorded seconds per second; 0 is as fast as it goes. */
  readonly speed: number;
  /** 'recorded' keeps the recorded times. */
  readonly from: 'now' | 'recorded';
}

/** When to send a cue and what time to write on it, both in milliseconds since the epoch. */
export interface Moment {
  readonly due: number;
  readonly stamp: number;
}

/**
 * Fixes stay spaced as they were recorded, and none is stamped later than the moment it is sent. At speed 1 (or slower) the
 * first fix is therefore stamped with the start of the replay. Faster, the track begins in the past, as far as needed to end
 * at the moment its last fix is sent. Stamps depend on the start alone, so a fix that is sent again is the same fix.
 */
export const momentsFrom = (start: number, length: number, { speed, from }: Pace): ((cue: Cue) => Moment) => {
  const perRecorded = speed === 0 ? 0 : 1 / speed;
  const first = Math.floor((start + Math.min(0, length * (perRecorded - 1))) / 1000) * 1000;
  return ({ offset, point }) => ({
    due: start + offset * perRecorded,
    stamp: from === 'recorded' ? point.at : first + offset,
  });
};
