import { type AnyEvent, type EventStore, MAX_APPEND } from '../../shared/eventstore/event-store.ts';

const CAUSE = { at: '2026-03-02T08:00:00.000Z', actor: 'user:mia@acme.example', correlationId: 'c-1' };
const stream = { tenantId: 'ten_acme', streamId: 'vehicle-1' };
const numbered = (count: number, from = 1): AnyEvent[] =>
  Array.from({ length: count }, (_, index) => ({ type: 'Counted', data: { n: from + index } }));

/** The promises every event store keeps. */
export const eventStoreContract = (name: string, open: () => Promise<EventStore>) =>
  describe(`event store: ${name}`, () => {
    let store: EventStore;
    beforeEach(async () => {
      store = await open();
    });
    const append = (expected: number, events: AnyEvent[], ref = stream) => store.append(ref, expected, events, CAUSE);
    const typesOf = async (ref = stream) => (await store.read<AnyEvent>(ref)).events.map(({ event }) => event.type);

    it('reads a stream that does not exist as empty', async () =>
      expect(await store.read(stream)).toEqual({ events: [], version: 0 }));

    it('gives back every fact as it was appended, in order, with who, when and why', async () => {
      const data = { name: 'Élan 7', nested: { list: [1, 'two', null, true] }, empty: {} };
      await append(0, [{ type: 'A', data }]);
      await append(1, [{ type: 'B', data: 2 }]);
      expect(await store.read(stream)).toEqual({
        version: 2,
        events: [
          { ...stream, ...CAUSE, version: 1, event: { type: 'A', data } },
          { ...stream, ...CAUSE, version: 2, event: { type: 'B', data: 2 } },
        ],
      });
    });

    it('gives back from where something was asked, and as which command, when that is known', async () => {
      await store.append(stream, 0, numbered(1), { ...CAUSE, from: '192.0.2.7', commandId: 'c-7' });
      expect((await store.read(stream)).events).toMatchObject([{ from: '192.0.2.7', commandId: 'c-7' }]);
    });

    it('answers an append with the facts it recorded', async () => {
      const recorded = await append(0, numbered(2));
      expect(recorded).toEqual((await store.read(stream)).events);
    });

    it('keeps the order beyond nine, and beyond a page', async () => {
      await append(0, numbered(60));
      await append(60, numbered(60, 61));
      const { events, version } = await store.read<{ data: { n: number } }>(stream);
      expect(version).toBe(120);
      expect(events.map(({ event }) => event.data.n)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    });

    it('lets one of two racing writers win, at the beginning and later', async () => {
      for (const expected of [0, 1]) {
        const race = await Promise.allSettled([1, 2].map(() => append(expected, numbered(1))));
        expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect((await store.read(stream)).version).toBe(expected + 1);
      }
    });

    it.each([
      ['has been there already', 0],
      ['lies ahead, which would leave a gap', 2],
    ])('refuses a version that %s', async (_, expected) => {
      await append(0, numbered(1));
      await expect(append(expected, numbered(1))).rejects.toMatchObject({ kind: 'stale' });
      expect((await store.read(stream)).version).toBe(1);
    });

    it('appends all or nothing', async () => {
      await append(0, [{ type: 'A', data: 1 }]);
      await append(1, [{ type: 'B', data: 1 }]);
      await expect(
        append(1, [
          { type: 'C', data: 1 },
          { type: 'D', data: 1 },
        ]),
      ).rejects.toMatchObject({ kind: 'stale' });
      expect(await typesOf()).toEqual(['A', 'B']);
    });

    it('takes as many events at once as it says, also onto a stream that exists', async () => {
      await append(0, numbered(MAX_APPEND));
      await append(MAX_APPEND, numbered(MAX_APPEND));
      expect((await store.read(stream)).version).toBe(2 * MAX_APPEND);
    });

    it('refuses more than that', async () => {
      await expect(append(0, numbered(MAX_APPEND + 1))).rejects.toThrow(`${MAX_APPEND} events`);
      expect((await store.read(stream)).version).toBe(0);
    });

    it('appends one event to each of many streams, and says whose place was taken', async () => {
      const other = { ...stream, streamId: 'vehicle-2' };
      await append(0, numbered(1), other);
      const places = ['vehicle-1', 'vehicle-2', 'vehicle-3'].map((streamId) => ({ streamId, expected: 0 }));
      const appends = places.map((place, n) => ({ ...place, event: { type: 'Counted', data: { n } } }));
      const recorded = await store.appendEach(stream.tenantId, appends, CAUSE);
      expect(recorded.map((one) => one && [one.streamId, one.version])).toEqual([
        ['vehicle-1', 1],
        undefined,
        ['vehicle-3', 1],
      ]);
      expect((await store.read(stream)).events).toEqual([recorded[0]]);
      expect((await store.read(other)).events).toMatchObject([{ event: { data: { n: 1 } } }]);
    });

    it('appends several to one stream in the order given, and again without doubling any', async () => {
      const appends = [0, 1].map((expected) => ({
        streamId: stream.streamId,
        expected,
        event: { type: `T${expected}`, data: {} },
      }));
      for (const times of [2, 0])
        expect((await store.appendEach(stream.tenantId, appends, CAUSE)).filter(Boolean)).toHaveLength(times);
      expect(await typesOf()).toEqual(['T0', 'T1']);
    });

    it('appends more at once than fit into one request', async () => {
      const appends = Array.from({ length: 250 }, (_, n) => ({
        streamId: `trip-${n}`,
        expected: 0,
        event: { type: 'A', data: n },
      }));
      expect((await store.appendEach(stream.tenantId, appends, CAUSE)).every(Boolean)).toBe(true);
      expect((await store.read<AnyEvent>({ ...stream, streamId: 'trip-249' })).events).toMatchObject([
        { event: { data: 249 } },
      ]);
    });

    it('keeps companies apart', async () => {
      await append(0, [{ type: 'A', data: 1 }]);
      const theirs = { ...stream, tenantId: 'ten_globex' };
      expect((await store.read(theirs)).version).toBe(0);
      await append(0, [{ type: 'B', data: 1 }], theirs);
      expect([await typesOf(), await typesOf(theirs)]).toEqual([['A'], ['B']]);
    });

    it('keeps streams apart whose names begin alike', async () => {
      await append(0, [{ type: 'A', data: 1 }]);
      expect((await store.read({ ...stream, streamId: 'vehicle-11' })).version).toBe(0);
      expect((await store.read({ ...stream, streamId: 'vehicle-' })).version).toBe(0);
    });

    it.each(['a/b?c#d\\e', 'ü "quoted" \'too\'', 'mia+fleet@acme.example'])(
      'takes the stream name %s',
      async (streamId) => {
        await append(0, numbered(1), { ...stream, streamId });
        expect((await store.read({ ...stream, streamId })).version).toBe(1);
      },
    );
  });
