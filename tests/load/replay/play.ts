import { setTimeout as sleep } from 'node:timers/promises';
import type { Sender, StampedCue } from './sending.ts';
import type { Cue, Moment, Timeline } from './timeline.ts';

export interface Tally {
  readonly sent: number;
  readonly accepted: number;
  /** How many fixes were rejected, by reason. */
  readonly rejected: ReadonlyMap<string, number>;
}

export interface PlayOptions {
  readonly timeline: Timeline;
  readonly sender: Sender;
  readonly momentOf: (cue: Cue) => Moment;
  readonly signal: AbortSignal;
  /** Told after each request. */
  onProgress(tally: Tally): void;
}

/** Milliseconds; fixes due this close together share a request when the sender takes several. */
const TOGETHER = 1000;

/** Sends every cue when it is due, each device's in order. Rejects with the first refusal, or with the signal's reason. */
export const play = async ({ timeline, sender, momentOf, signal, onProgress }: PlayOptions): Promise<void> => {
  const rejected = new Map<string, number>();
  let [sent, accepted] = [0, 0];

  const run = async (cues: readonly Cue[]) => {
    for (const group of grouped(cues, momentOf, sender.atOnce)) {
      const due = Math.max(...group.map((cue) => momentOf(cue).due));
      if (due > Date.now()) await sleep(due - Date.now(), undefined, { signal });
      signal.throwIfAborted();
      const verdicts = await sender.send(group);
      for (const verdict of verdicts)
        if (verdict !== undefined) rejected.set(verdict, (rejected.get(verdict) ?? 0) + 1);
      sent += verdicts.length;
      accepted += verdicts.filter((verdict) => verdict === undefined).length;
      onProgress({ sent, accepted, rejected });
    }
  };

  // Devices speak independently of each other; a batch on the other hand carries what all of them have to say.
  const lanes = sender.atOnce === 1 ? timeline.lanes : [timeline.lanes.flat().sort((a, b) => a.offset - b.offset)];
  await Promise.all(lanes.map(run));
};

function* grouped(cues: readonly Cue[], momentOf: (cue: Cue) => Moment, atOnce: number): Generator<StampedCue[]> {
  let group: StampedCue[] = [];
  let opened = 0;
  for (const cue of cues) {
    const { due, stamp } = momentOf(cue);
    if (group.length === atOnce || (group.length > 0 && due - opened > TOGETHER)) {
      yield group;
      group = [];
    }
    if (group.length === 0) opened = due;
    group.push({ ...cue, stamp });
  }
  if (group.length > 0) yield group;
}
