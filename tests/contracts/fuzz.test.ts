import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { StreamRef } from '../../shared/eventstore/event-store.ts';
import { fuzz, noting } from '../functions/scene/fuzzing.ts';
import { type OverCosmos, overCosmos } from './over-cosmos.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 10);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_302);

let cloud: Cloud;
let over: OverCosmos;
const appended: StreamRef[] = [];

beforeAll(async () => {
  cloud = await startCloud();
  over = await overCosmos(cloud, ({ streams }) => ({ streams: noting(streams, appended) }));
});
afterAll(async () => {
  await over.close();
  await cloud.close();
});

// What memory takes, a database need not: ids that no document can have, text that is none.
it('Whatever is sent is answered or refused over Cosmos DB as well', async () => {
  expect((await fuzz({ world: over.world, appended }, RUNS, SEED)).flaws).toEqual([]);
}, 600_000);
