import fc from 'fast-check';
import { fenceIndex } from '../../../functions/geofences/use-cases.ts';
import { pack } from '../../../functions/telemetry/messages.ts';
import type { Scenes } from '../../../functions/telemetry/round.ts';
import { emptyShard } from '../../../functions/telemetry/shard-state.ts';
import { takeMessages } from '../../../functions/telemetry/take-messages.ts';
import type { Documents } from '../../../shared/documents/documents.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import type { EventStore } from '../../../shared/eventstore/event-store.ts';
import { FleetError } from '../../../shared/kernel/errors.ts';
import { fixAt, NOON } from './fixes.ts';
import { ALL, historyOf, open, type Scene, send, settle, talliesOf, tripsOf } from './two-trips.ts';

const inOrder = async () => {
  const scene = await open();
  await send(scene, ALL);
  await settle(scene);
  return tripsOf(scene);
};

type Perhaps = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** A container whose writes may fail, before or after they have been done. */
const shaky = (documents: Documents, perhaps: Perhaps): Documents => ({
  ...documents,
  in(...path) {
    const partition = documents.in(...path);
    return {
      ...partition,
      get: (id) => perhaps(() => partition.get(id)),
      put: (id, doc, options) => perhaps(() => partition.put(id, doc, options)),
      putTogether: (puts) => perhaps(() => partition.putTogether(puts)),
    };
  },
  putMany: (tenantId, puts) => perhaps(() => documents.putMany(tenantId, puts)),
});

const shakyStreams = (streams: EventStore, perhaps: Perhaps): EventStore => ({
  ...streams,
  append: (...append) => perhaps(() => streams.append(...append)),
  appendEach: (...append) => perhaps(() => streams.appendEach(...append)),
});

describe('facts that are written down while the store fails now and then', () => {
  it('are there once each, whichever call failed, and whether it had been done', async () => {
    const trips = await inOrder();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('well', 'before', 'after'), { minLength: 5, maxLength: 40 }),
        fc.integer({ min: 10, max: 60 }),
        async (outcomes, size) => {
          let failing = false;
          const perhaps: Perhaps = async (work) => {
            const outcome = failing ? (outcomes.shift() ?? 'well') : 'well';
            if (outcome === 'before') throw new FleetError('upstream', 'test/down', 'The store is down.');
            const done = await work();
            if (outcome === 'after') throw new FleetError('upstream', 'test/down', 'The answer was lost.');
            return done;
          };
          const scene = await open(({ live, history, streams }) => ({
            live: shaky(live, perhaps),
            history: shaky(history, perhaps),
            streams: shakyStreams(streams, perhaps),
          }));
          failing = true;
          for (let start = 0; start < ALL.length; start += size) await send(scene, ALL.slice(start, start + size));
          for (let rest = 0; rest < 4; rest++) await settle(scene);
          failing = false;
          await settle(scene);
          await settle(scene);
          expect(await tripsOf(scene)).toEqual(trips);
          expect(await historyOf(scene)).toBe(ALL.length);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('a message that nothing can be made of', () => {
  const sessionOf = ({ acme }: Scene) => `${acme.tenantId}/0`;

  it.each<[string, unknown]>([
    ['no message of fixes', { hello: 'world' }],
    ['one of other times', { receivedAt: 1, fixes: [['veh_1', null, 49, 8]], devices: ['dev_1'] }],
    ['text', 'fixes'],
  ])('goes to the dead letters with its reason, and stops no other: %s', async (_, body) => {
    const scene = await open();
    const { bus } = scene.world;
    await bus.send('telemetry', [{ sessionId: sessionOf(scene), body }]);
    await send(scene, ALL.slice(0, 10));
    expect(await historyOf(scene)).toBe(10);
    expect(bus.waiting('telemetry')).toBe(0);
    expect(await bus.deadLetters('telemetry', 10)).toMatchObject([{ body, reason: 'malformed' }]);
  });

  it('is taken out alone when it breaks the pipeline', async () => {
    const ports = {
      history: memoryDocuments(['tenantId', 'vehicleId', 'day']),
      live: memoryDocuments(['tenantId', 'shard']),
    };
    const messages = ['veh_1', 'veh_2', 'veh_3'].map((vehicleId, index) => ({
      body: { receivedAt: NOON, fixes: [pack(vehicleId, fixAt(index), 0)], devices: [`dev_${index}`] },
      sequenceNumber: String(index + 1),
      enqueuedAt: new Date(NOON),
    }));
    const scenes: Scenes = (vehicleId, told) => {
      if (vehicleId === 'veh_2') throw new Error('Nobody has thought of that.');
      return { vehicleId, fences: fenceIndex(), ...told };
    };
    const { rounds, poison } = await takeMessages(
      ports,
      { tenantId: 'ten_acme', shard: 0 },
      emptyShard,
      messages,
      scenes,
    );
    expect(poison).toMatchObject([
      { message: messages[1], reason: 'unprocessable', description: expect.stringContaining('Nobody') },
    ]);
    expect(Object.keys(rounds.at(-1)?.vehicles ?? {})).toEqual(['veh_1', 'veh_3']);
    expect(Object.keys(rounds.at(-1)?.devices ?? {})).toEqual(['dev_0', 'dev_2']);
  });
});

describe('a device that sends the same second a thousand times', () => {
  it('has one of them kept, and the others counted', async () => {
    const scene = await open();
    const [first] = ALL;
    if (!first) throw new Error('There is no first.');
    await send(
      scene,
      Array.from({ length: 1_000 }, () => first),
    );
    await send(scene, ALL.slice(1, 5));
    expect(await historyOf(scene)).toBe(5);
    expect(await talliesOf(scene)).toMatchObject({ accepted: 5, drops: { duplicate: 999 } });
  });
});
