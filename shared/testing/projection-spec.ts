import type { AnyEvent, Recorded, StreamRef } from '../eventstore/event-store.ts';
import { type Projection, rebuild } from '../projections/projection.ts';

const CAUSE = { at: '2026-03-02T08:00:00.000Z', actor: 'user:mia@acme.example', correlationId: 'c-1' };

/** The events of one stream as the store would hand them over. */
export const recorded = <Event>(stream: StreamRef, ...events: Event[]): Recorded<Event>[] =>
  events.map((event, index) => ({ ...stream, ...CAUSE, version: index + 1, event }));

/** An event of a release that does not exist yet. */
export const unheardOf = { type: 'SomethingNobodyKnowsYet', data: { surprise: true } } as const;

/**
 * A read model's fold as sentences.
 *
 * @example
 * const { given } = viewOf(vehicleCards, vehicleStream('ten_acme', id));
 * it('shows the new name', () => given(registered, renamed).shows({ name: 'Van 8' }));
 */
export const viewOf = <Doc extends object, Event extends AnyEvent>(
  projection: Projection<Doc, Event>,
  stream: StreamRef,
) => ({
  given(...events: (Event | typeof unheardOf)[]) {
    const doc = () => rebuild(projection, recorded(stream, ...(events as Event[])));
    return {
      /** These members at least. */
      shows: (expected: Partial<Doc> & { version?: number }) => expect(doc()).toMatchObject(expected),
      showsNothing: () => expect(doc()).toBeUndefined(),
      /** The same document as without the last event, but for its version. */
      isLeftAsItWas() {
        const before = rebuild(projection, recorded(stream, ...(events.slice(0, -1) as Event[])));
        expect(doc()).toEqual(before && { ...before, version: events.length });
      },
    };
  },
});
