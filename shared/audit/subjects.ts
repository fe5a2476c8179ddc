import type { Area } from '../area.ts';
import type { Recorded } from '../eventstore/event-store.ts';
import type { Projection, Versioned } from '../projections/projection.ts';
import type { Members } from './entry.ts';

/** What a fact has made of the thing that it is about, as the API shows it. */
export interface Change {
  readonly id: string;
  readonly before: Members;
  readonly after: Members;
}

/** What one stream is about. */
export interface StreamSubject {
  readonly area: string;
  readonly kind: string;
  readonly id: string;
  /** What each of these facts has changed, by version; empty where nothing of it is shown. */
  changesOf(history: readonly Recorded[]): ReadonlyMap<number, Change>;
}

const nothing = (): ReadonlyMap<number, Change> => new Map();

/** `api-client-cli_7`: what comes before the id is what it is. */
const named = (streamId: string): StreamSubject => {
  const [, kind = streamId, id = streamId] = /^([a-z]+(?:-[a-z]+)*)-(.+)$/.exec(streamId) ?? [];
  return { area: kind, kind, id, changesOf: nothing };
};

type Shown = (stored: Versioned<object>) => object;

const membersOf = (shown: Shown, stored: Versioned<object> | undefined): Members => {
  if (!stored) return {};
  const { version: _, ...members } = shown(stored) as Record<string, unknown>;
  return members;
};

/** Folds a stream once, and keeps what every fact did. Of a stream about several things, each is folded on its own. */
const changesBy =
  (projection: Projection, shown: Shown, id: string): StreamSubject['changesOf'] =>
  (history) => {
    const changes = new Map<number, Change>();
    const stored = new Map<string, Versioned<object>>();
    for (const recorded of history) {
      const [part = id] = projection.partsOf?.(recorded.event) ?? [];
      const before = stored.get(part);
      const next = projection.apply(before, recorded);
      const after = next && { ...next, version: recorded.version };
      if (after) stored.set(part, after);
      changes.set(recorded.version, {
        id: part,
        before: membersOf(shown, before),
        after: membersOf(shown, after ?? before),
      });
    }
    return changes;
  };

/** Tells of a stream what it is about, from the areas' tables of contents: a view that the API shows says most. */
export const subjectsOf = (areas: readonly Area[]): ((streamId: string) => StreamSubject) => {
  const known = areas
    .flatMap(({ name: area, triggers }) =>
      Object.values(triggers).flatMap((trigger) => {
        if (trigger.kind !== 'projection') return [];
        const { projection, resource, shown = resource?.shown } = trigger;
        return [{ area, projection, resource, shown }];
      }),
    )
    // Of two that read the same streams, the one that the API shows; of two that both could be meant, the more exact.
    .toSorted((a, b) => Number(b.shown !== undefined) - Number(a.shown !== undefined))
    .toSorted((a, b) => b.projection.streams.length - a.projection.streams.length);

  return (streamId) => {
    const found = known.find(({ projection }) => streamId.startsWith(projection.streams));
    if (!found) return named(streamId);
    const { area, projection, resource, shown } = found;
    const id = streamId.slice(projection.streams.length);
    // As the paths of the API call it, so that what was done and what was refused are found together.
    const kind = resource?.param.replace(/Id$/, '') ?? projection.streams.replace(/-$/, '');
    return { area, kind, id, changesOf: shown ? changesBy(projection, shown, id) : nothing };
  };
};
