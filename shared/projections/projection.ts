import type { Recorded, StreamRef } from '../eventstore/event-store.ts';

/** A read model of one stream: a pure fold from events to a document. */
export interface Projection<Doc extends object = object, Event = unknown> {
  /** The view's name: the second level of its partition in the container `views`. */
  readonly name: string;
  /** Streams it reads: those whose id begins with this, for example `vehicle-`. The rest of the id is the document's. */
  readonly streams: string;
  /**
   * For streams that are about several things, each with a document of its own, such as the assignments of one vehicle: the ids of those that an
   * event is about. Absent: the stream is about one thing.
   */
  partsOf?(event: Event): readonly string[];
  /** Never throws: a stored event is a fact, and an unknown one leaves the document as it is. */
  apply(doc: Doc | undefined, recorded: Recorded<Event>): Doc | undefined;
  /**
   * What must be found before the tenant is known (a device by its key, a membership by its person): entries of the
   * container `directory`. Entries that a document no longer has are removed.
   */
  lookups?(doc: Doc, tenantId: string): readonly Lookup[];
  /** Other streams about the same thing whose events its document shows too. They have no say in `lookups`. */
  readonly joins?: readonly Join<Doc>[];
}

/**
 * What another stream adds to a document: the readings of its meters to the card of a vehicle. The document keeps how far it has
 * followed that stream apart from its own version, so that what joins changes nothing for whoever changes the thing itself.
 */
export interface Join<Doc extends object = object, Event = unknown> {
  /** Streams whose id begins with this; the rest is the document's id. */
  readonly streams: string;
  /** Never throws, and leaves the document as it is for an event it does not know. */
  apply(doc: Doc, recorded: Recorded<Event>): Doc;
}

/** One entry of the directory: a point read by both strings. */
export interface Lookup {
  readonly pk: string;
  readonly id: string;
  readonly value: object;
}

export type Versioned<Doc> = Doc & {
  readonly version: number;
  /** Of each stream that joins, by the beginning of its id, how far the document follows it. */
  readonly joined?: Readonly<Record<string, number>>;
};

/** The join that a stream comes by; undefined for the projection's own. */
export const joinOf = <Doc extends object>(
  { joins = [] }: { readonly joins?: readonly Join<Doc>[] },
  streamId: string,
): Join<Doc> | undefined => joins.find(({ streams }) => streamId.startsWith(streams));

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
  return next && { ...next, version: recorded.version, ...(doc?.joined && { joined: doc.joined }) };
};

const withJoined = <Doc extends object>(join: Join<Doc>, doc: Versioned<Doc>, recorded: Recorded<unknown>) => ({
  ...join.apply(doc, recorded),
  version: doc.version,
  joined: { ...doc.joined, [join.streams]: recorded.version },
});

/** `advance` for an event of a stream that joins. */
export const advanceJoined = <Doc extends object>(
  join: Join<Doc>,
  doc: Versioned<Doc>,
  recorded: Recorded<unknown>,
): Versioned<Doc> | 'gap' => {
  const seen = doc.joined?.[join.streams] ?? 0;
  if (recorded.version <= seen) return doc;
  return recorded.version > seen + 1 ? 'gap' : withJoined(join, doc, recorded);
};

/**
 * Every state that a whole stream's document had, oldest first, without the gap check: a view may ignore a stream's first events.
 * @param history the stream's events; after them, those of the streams that join it
 */
export const statesOf = <Doc extends object, Event>(
  projection: Pick<Projection<Doc, Event>, 'apply' | 'joins'>,
  history: readonly Recorded<Event>[],
): Versioned<Doc>[] => {
  const states: Versioned<Doc>[] = [];
  for (const recorded of history) {
    const last = states.at(-1);
    const join = joinOf(projection, recorded.streamId);
    if (join) {
      if (last) states.push(withJoined(join, last, recorded));
      continue;
    }
    const next = projection.apply(last, recorded);
    if (next) states.push({ ...next, version: recorded.version });
  }
  return states;
};

/** The document of a whole stream. */
export const rebuild = <Doc extends object, Event>(
  projection: Pick<Projection<Doc, Event>, 'apply' | 'joins'>,
  history: readonly Recorded<Event>[],
): Versioned<Doc> | undefined => statesOf(projection, history).at(-1);

/** Everything that a document is made of: its own stream, and after it those that join it. */
export const streamsOf = (
  { streams, joins = [] }: Pick<Projection, 'streams' | 'joins'>,
  tenantId: string,
  id: string,
): StreamRef[] =>
  [streams, ...joins.map((join) => join.streams)].map((start) => ({ tenantId, streamId: `${start}${id}` }));

/** Compile-time: every known event is handled. Run time: an event from a newer release is let through. */
export const unknownEvent = <Doc>(_: never, doc: Doc): Doc => doc;
