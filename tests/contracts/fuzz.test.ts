import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { StreamRef } from '../../shared/eventstore/event-store.ts';
import { type Established, establish } from '../functions/scene/company.ts';
import { fuzz, noting } from '../functions/scene/fuzzing.ts';
import { documentedApi } from '../functions/scene/operations.ts';
import { requestsFor } from '../functions/scene/requests.ts';
import { send } from '../functions/scene/strangers.ts';
import { type OverCosmos, overCosmos } from './over-cosmos.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 10);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_302);

let cloud: Cloud;
let over: OverCosmos;
let globex: Established;
const appended: StreamRef[] = [];

beforeAll(async () => {
  cloud = await startCloud();
  over = await overCosmos(cloud, ({ streams }) => ({ streams: noting(streams, appended) }));
  globex = await establish(over.world, { label: 'Globex East', lat: 52.51234, lon: 13.43215 });
});
afterAll(async () => {
  await over.close();
  await cloud.close();
});

/** What no document can be called, or no URL carries, or the SDK takes for something else. */
const IMPOSSIBLE = [
  ' ',
  '\t',
  '\ufeff',
  '\u0000',
  '\ud800',
  '.',
  '..',
  'a/b',
  'a\\b',
  'a?b',
  'a#b',
  '%',
  '%2f',
  'x'.repeat(256),
  '__proto__',
];

it.each(IMPOSSIBLE)('Nothing is called %j, wherever it is asked for', async (name) => {
  const api = await documentedApi();
  const called = Object.fromEntries(Object.keys(globex.values).map((key) => [key, name]));
  for (const operation of api.operations)
    for (const request of requestsFor(api, operation, called)) {
      const { status, text } = await send(over.world, request, globex.owner);
      expect([operation.id, status >= 500 ? text : status]).toEqual([operation.id, expect.any(Number)]);
    }
});

// What memory takes, a database need not: ids that no document can have, text that is none.
it('Whatever is sent is answered or refused over Cosmos DB as well', async () => {
  expect((await fuzz({ world: over.world, appended }, RUNS, SEED)).flaws).toEqual([]);
}, 600_000);
