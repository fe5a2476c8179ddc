import fc from 'fast-check';
import { countedAt } from '../../../functions/telemetry/counted-at.ts';
import { itemsOf } from '../company.ts';
import { ALL, historyOf, listed, type Measured, open, START, send, settle, talliesOf, tripsOf } from './two-trips.ts';

/** The trips of a vehicle whose fixes came in time. */
const inOrder = async () => {
  const scene = await open();
  await send(scene, ALL);
  await settle(scene);
  return { scene, trips: await tripsOf(scene) };
};

describe('fixes that come in time', () => {
  it('make the trips that were driven', async () => {
    const { trips } = await inOrder();
    expect(trips).toHaveLength(2);
    expect(trips.map(({ metres }) => Math.round(Number(metres) / 100))).toEqual([270, 600]);
  });
});

describe('fixes that come late', () => {
  it('correct the trip they belong to', async () => {
    const { trips } = await inOrder();
    const scene = await open();
    const gap = (one: Measured) => one.second > 1_800 && one.second < 2_800;
    await send(
      scene,
      ALL.filter((one) => !gap(one)),
    );
    await settle(scene);
    expect(await tripsOf(scene)).not.toEqual(trips);
    await send(scene, ALL.filter(gap));
    await settle(scene);
    expect(await tripsOf(scene)).toEqual(trips);
    expect(await historyOf(scene)).toBe(ALL.length);
    expect(await talliesOf(scene)).toMatchObject({ accepted: ALL.length, late: ALL.filter(gap).length, drops: {} });
  });

  it('withdraw a trip that was none, and say so in its history', async () => {
    const scene = await open();
    // The silence makes two trips of one.
    const gap = (one: Measured) => one.second > 1_600 && one.second < 2_700;
    await send(
      scene,
      ALL.filter((one) => !gap(one)),
    );
    await settle(scene);
    const before = await listed(scene);
    await send(scene, ALL.filter(gap));
    await settle(scene);
    const after = await listed(scene);
    const gone = before.filter(({ id }) => !after.some((one) => one.id === id));
    for (const { id } of gone) {
      const history = itemsOf(await scene.acme.as('dispatcher').get(`trips/${id}/history`));
      expect(history.at(-1)).toMatchObject({ type: 'TripWithdrawn' });
    }
    expect(after).toHaveLength(2);
  });

  it('come to what they would have come to in time, in whatever order and however often their batches arrive', async () => {
    const { trips } = await inOrder();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(ALL.length), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat(1_000)),
        fc.boolean(),
        async (cuts, ranks, repeated) => {
          const ends = [0, ...cuts.toSorted((a, b) => a - b), ALL.length];
          const batches = ends.slice(1).map((end, index) => ALL.slice(ends[index], end));
          const order = batches.map((batch) => ({ batch, rank: ranks.next().value })).sort((a, b) => a.rank - b.rank);
          const scene = await open();
          for (const { batch } of order) {
            await send(scene, batch);
            if (repeated) await send(scene, batch);
            await settle(scene);
          }
          expect(await tripsOf(scene)).toEqual(trips);
          expect(await historyOf(scene)).toBe(ALL.length);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('of more than a week ago are kept, and change nothing', async () => {
    const { scene, trips } = await inOrder();
    const old = { second: -9 * 86_400, lat: 48, speed: 10, ignition: true };
    await send(scene, [old]);
    await settle(scene);
    expect(await tripsOf(scene)).toEqual(trips);
    expect(await talliesOf(scene)).toMatchObject({ drops: { 'too-late': 1 } });
    const day = new Date(START + old.second * 1_000).toISOString();
    const { body } = await scene.acme
      .as('viewer')
      .get(
        `vehicles/${scene.van.vehicleId}/positions?from=${day}&to=${new Date(Date.parse(day) + 1_000).toISOString()}`,
      );
    expect(body.items).toHaveLength(1);
  });
});

describe('what was counted at a moment', () => {
  it('is known for any moment, from the checkpoint of its day', async () => {
    const { scene } = await inOrder();
    const { services } = scene.world;
    const at = (second: number) =>
      countedAt(services, scene.acme.tenantId, scene.van.vehicleId, START + second * 1_000);
    const odometer = async (second: number) => Math.round(((await at(second))?.odometer ?? -1) / 100);
    expect(await Promise.all([1_000, 2_100, 4_000, 100_000].map(odometer))).toEqual([0, 135, 270, 870]);
    expect(await at(-1)).toBeUndefined();
  });
});
