import { vehicleWithDevice } from '../../e2e/support/client.ts';
import { insist, onceEach, type Strand, type Surroundings, settled } from './strand.ts';

const WITHIN_MS = 30_000;
const STEP_SECONDS = 30;
/** Fixes of which the vehicle drives, and then stands with the key off for long enough to have arrived. */
const DRIVES = 10;
const STANDS = 8;
const ROUND = DRIVES + STANDS;
const KNOTS = 29.16;
const METRES = 15 * STEP_SECONDS;
const METRES_PER_DEGREE = 111_195;

interface Page {
  readonly items: readonly { readonly startedAt: string }[];
}

/** A vehicle that drives and stands in turn: every trip it makes must be listed once, whichever process dies between fix, fact and view. */
export const trips = async ({ call, api }: Surroundings, name: string): Promise<Strand> => {
  const { vehicleId, key } = await vehicleWithDevice(call, name);
  const start = Math.floor(Date.now() / 1000) - 40 * 3_600;
  const made: string[] = [];

  const report = async (index: number, metres: number) => {
    const isDriving = index % ROUND < DRIVES;
    const second = start + index * STEP_SECONDS;
    const place = `lat=${(45 + metres / METRES_PER_DEGREE).toFixed(7)}&lon=7&accuracy=5`;
    const motion = `speed=${isDriving ? KNOTS : 0}&bearing=0&ignition=${isDriving}`;
    const { status } = await insist(async () => {
      const response = await fetch(`${api}/api/v1/ingest/osmand/${key}?${place}&${motion}&timestamp=${second}`);
      return { status: response.status, body: await response.text() };
    });
    if (status !== 202) throw new Error(`A fix was answered with ${status}.`);
    return second;
  };

  const listed = async () => {
    const { status, body } = await call<Page>('GET', `trips?vehicleId=${vehicleId}&sort=startedAt&limit=500`);
    if (status !== 200) throw new Error(`the trips answer ${status}`);
    return body.items.map(({ startedAt }) => startedAt);
  };

  return {
    name: `trips of ${name}`,
    async run(until) {
      for (let index = 0, metres = 0; !until.aborted || index % ROUND !== 0; index += 1) {
        const second = await report(index, metres);
        if (index % ROUND === 0) made.push(new Date(second * 1000).toISOString());
        if (index % ROUND < DRIVES) metres += METRES;
      }
    },
    problems: () => settled(async () => onceEach(`trips of ${name}`, made, await listed()), WITHIN_MS),
    acknowledged: () => made.length,
  };
};
