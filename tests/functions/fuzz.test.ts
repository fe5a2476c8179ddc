import type { StreamRef } from '../../shared/eventstore/event-store.ts';
import { tirelessApp } from './scene/company.ts';
import { fuzz, noting } from './scene/fuzzing.ts';

/** The same requests each time; `FUZZ_RUNS=1000 FUZZ_SEED=7` looks further. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 25);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_302);
const MILLISECONDS_EACH = 40;

describe('whatever is sent', () => {
  it(
    'is answered, or refused as the document says, and done as a whole or not at all',
    async () => {
      const appended: StreamRef[] = [];
      const world = tirelessApp(({ streams }) => ({ streams: noting(streams, appended) }));
      const { flaws, tally } = await fuzz({ world, appended }, RUNS, SEED);
      expect(flaws).toEqual([]);
      expect(tally).toMatchObject({ 200: expect.any(Number), 201: expect.any(Number), 400: expect.any(Number) });
      // Requests that are refused at the door prove little.
      const all = Object.values(tally).reduce((sum, times) => sum + times, 0);
      expect((tally[200] ?? 0) / all).toBeGreaterThan(0.2);
    },
    60_000 + RUNS * 200 * MILLISECONDS_EACH,
  );
});
