import type { Recorded } from '../eventstore/event-store.ts';

/** A read model of one stream: a pure fold from events to a document. */
export interface Projection<Doc extends object = object, Event = unknown> {
  /** The view's name: the second level of its partition in the container `views`. */
  readonly name: string;
  /** Streams it reads: those whose id begins with this, for example `vehicle-`. The rest of the id is the document's. */
  readonly streams: string;
  /** Never throws: a stored event is a fact, and an unknown one leaves the document as it is. */
  apply(doc: Doc | undefined, recorded: Recorded<Event>): Doc | undefined;
  /**
   * What must be found before the tenant is known (a device by its key, a membership by its person): entries of the
   * container `directory`. Entries that a document no longer has are removed.
   */
  lookups?(doc: Doc, tenantId: string): readonly Lookup[];
}

/** One entry of the directory: a point read by both strings. */
export interface Lookup {
  readonly pk: string;
  readonly id: string;
  readonly value: object;
}

export type Versioned<Doc> = Doc & { readonly version: number };

/**
 * Moves a document to the next event. The change feed delivers at least once, so an event the document has
 * already seen changes nothing. `gap` tells the runner to rebuild this one document from its stream.
 */
export const advance = <Doc extends object, Event>(
  projection: Projection<Doc, Event>,
  doc: Versioned<Doc> | undefined,
  recorded: Recorded<Event>,
): Versioned<Doc> | 'gap' | undefined => {
  const seen = doc?.version ?? 0;
  if (recorded.version <= seen) return doc;
  if (recorded.version > seen + 1) return 'gap';
  const next = projection.apply(doc, recorded);
  return next && { ...next, version: recorded.version };
};

/** Every state that a whole stream's document had, oldest first, without the gap check: a view may ignore a stream's first events. */
export const statesOf = <Doc extends object, Event>(
  projection: Projection<Doc, Event>,
  history: readonly Recorded<Event>[],
): Versioned<Doc>[] => {
  const states: Versioned<Doc>[] = [];
  for (const recorded of history) {
    const next = projection.apply(states.at(-1), recorded);
    if (next) states.push({ ...next, version: recorded.version });
  }
  return states;
};

/** The document of a whole stream. */
export const rebuild = <Doc extends object, Event>(
  projection: Projection<Doc, Event>,
  history: readonly Recorded<Event>[],
): Versioned<Doc> | undefined => statesOf(projection, history).at(-1);

/** Compile-time: every known event is handled. Run time: an event from a newer release is let through. */
export const unknownEvent = <Doc>(_: never, doc: Doc): Doc => doc;
