import fc from 'fast-check';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import { memoryEventStore } from '../../../shared/eventstore/memory-event-store.ts';
import type { Message } from '../../../shared/kernel/decider.ts';
import type { Projection } from '../../../shared/projections/projection.ts';
import { projectionRunner } from '../../../shared/projections/runner.ts';

type Parked = Message<'Parked', { car: string; level: number }>;
type Left = Message<'Left', { car: string }>;
type Swept = Message<'Swept', Record<string, never>>;
type GarageEvent = Parked | Left | Swept;

interface Car {
  readonly id: string;
  readonly levels: readonly number[];
  readonly isHere: boolean;
}

/** The cars of one garage, each a document. */
const cars: Projection<Car, GarageEvent> = {
  name: 'cars',
  streams: 'garage-',
  partsOf: ({ data }) => ('car' in data ? [data.car] : []),
  apply(car, { event }) {
    if (event.type === 'Parked')
      return { id: event.data.car, levels: [...(car?.levels ?? []), event.data.level], isHere: true };
    return event.type === 'Left' ? car && { ...car, isHere: false } : car;
  },
};

const CAUSE = { at: '2026-03-02T08:00:00.000Z', actor: 'system:test', correlationId: 'c-1' };
const GARAGE = { tenantId: 'ten_acme', streamId: 'garage-1' };
const parked = (car: string, level: number): Parked => ({ type: 'Parked', data: { car, level } });
const left = (car: string): Left => ({ type: 'Left', data: { car } });
const swept: Swept = { type: 'Swept', data: {} };

const open = () => {
  const streams = memoryEventStore();
  const views = memoryDocuments(['tenantId', 'view']);
  const onBroken = (_: unknown, error: unknown) => {
    throw error;
  };
  const lookups = { save: async () => undefined, remove: async () => undefined };
  const runner = projectionRunner([cars as Projection], { streams, views, lookups, onBroken });
  const car = async (id: string) => (await views.in('ten_acme', 'cars').get<Car>(id))?.doc;
  const append = async (...events: GarageEvent[]) =>
    streams.append(GARAGE, (await streams.read(GARAGE)).version, events, CAUSE);
  return { runner, views, car, append };
};

describe('a stream that is about several things', () => {
  it('makes a document of each, at the version at which something was said of it', async () => {
    const { runner, car, append } = open();
    await runner(await append(parked('a', 1), parked('b', 2), swept, left('a')));
    expect(await car('a')).toEqual({ id: 'a', levels: [1], isHere: false, version: 4 });
    expect(await car('b')).toEqual({ id: 'b', levels: [2], isHere: true, version: 2 });
  });

  it('leaves the documents alone that nothing is said of', async () => {
    const { runner, views, append } = open();
    await runner(await append(swept));
    expect(await views.in('ten_acme', 'cars').count()).toBe(0);
  });

  it('comes to the same end in whatever order, and however often, its events arrive', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ car: fc.constantFrom('a', 'b'), level: fc.nat(9) }).map(({ car, level }) => parked(car, level)),
            fc.constantFrom('a', 'b').map(left),
            fc.constant<GarageEvent>(swept),
          ),
          { minLength: 1, maxLength: 8 },
        ),
        fc.array(fc.nat(7), { maxLength: 12 }),
        async (events, order) => {
          const [straight, muddled] = [open(), open()];
          await straight.runner(await straight.append(...events));
          const stored = await muddled.append(...events);
          const portions = [...order.map((index) => stored[index % stored.length]), ...stored.toReversed()];
          for (const one of portions) if (one) await muddled.runner([one]);
          for (const id of ['a', 'b']) expect(await muddled.car(id)).toEqual(await straight.car(id));
        },
      ),
      { numRuns: 60 },
    ));

  it('loses nothing when two fold at once', async () => {
    const { runner, car, append } = open();
    const first = await append(parked('a', 1));
    const second = await append(left('a'), parked('a', 3));
    await Promise.all([runner(second), runner(first), runner([...first, ...second])]);
    expect(await car('a')).toEqual({ id: 'a', levels: [1, 3], isHere: true, version: 3 });
  });
});
