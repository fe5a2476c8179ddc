import type { Area } from '../area.ts';
import type { Recorded } from '../eventstore/event-store.ts';
import { type Projection, statesOf, type Versioned } from '../projections/projection.ts';
import type { Members } from './entry.ts';

/** The entity behind one kind of streams. */
export interface SubjectKind {
  readonly area: string;
  readonly kind: string;
  readonly id: string;
  /** What the API shows after each of these events, by version; empty when it shows no such entity. */
  shownBy(history: readonly Recorded[]): ReadonlyMap<number, Members>;
}

const nothing = (): ReadonlyMap<number, Members> => new Map();

/** `api-client-cli_7`: what comes before the id is what it is. */
const named = (streamId: string): SubjectKind => {
  const [, kind = streamId, id = streamId] = /^([a-z]+(?:-[a-z]+)*)-(.+)$/.exec(streamId) ?? [];
  return { area: kind, kind, id, shownBy: nothing };
};

const shownBy =
  (projection: Projection, shown: (stored: Versioned<object>) => object) =>
  (history: readonly Recorded[]): ReadonlyMap<number, Members> =>
    new Map(
      statesOf(projection, history).map((state) => {
        const { version: _, ...members } = shown(state) as Record<string, unknown>;
        return [state.version, members];
      }),
    );

/** Tells of a stream what it is about, from the areas' tables of contents: a view that the API shows says most. */
export const subjectsOf = (areas: readonly Area[]): ((streamId: string) => SubjectKind) => {
  const known = areas
    .flatMap(({ name, triggers }) =>
      Object.values(triggers).flatMap((trigger) =>
        trigger.kind === 'projection'
          ? [{ area: name, projection: trigger.projection, resource: trigger.resource }]
          : [],
      ),
    )
    // Of two that read the same streams, the one that the API shows; of two that both could be meant, the more exact.
    .toSorted((a, b) => Number(b.resource !== undefined) - Number(a.resource !== undefined))
    .toSorted((a, b) => b.projection.streams.length - a.projection.streams.length);

  return (streamId) => {
    const found = known.find(({ projection }) => streamId.startsWith(projection.streams));
    if (!found) return named(streamId);
    const { area, projection, resource } = found;
    const id = streamId.slice(projection.streams.length);
    // As the paths of the API call it, so that what was done and what was refused are found together.
    const kind = resource?.param.replace(/Id$/, '') ?? projection.streams.replace(/-$/, '');
    return { area, kind, id, shownBy: resource ? shownBy(projection, resource.shown) : nothing };
  };
};
