import { type Ask, type Quantiles, quantiles, wanted } from './ask.ts';
import type { Fleet } from './seed.ts';

export interface MixResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly reads: Quantiles;
  readonly commands: Quantiles;
}

/** The same sequence in every run. */
const dice = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** The nth is asked for 1/n as often as the first: most of the work is about few of the vehicles, of some of the companies. */
const popular = (count: number, random: () => number): number =>
  Math.min(count - 1, Math.floor((count + 1) ** random() - 1));

/**
 * Nine reads to one command, over all companies: of ten reads six are of one vehicle, two are lists of 50, one a summary, one a page of 100 of the feed.
 * Each connection asks again as soon as it has its answer.
 */
export const runMix = async (
  ask: Ask,
  fleets: readonly Fleet[],
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<MixResult> => {
  const reads: number[] = [];
  const commands: number[] = [];
  const until = performance.now() + seconds * 1_000;

  const once = async (random: () => number): Promise<void> => {
    const fleet = fleets[popular(fleets.length, random)];
    const vehicleId = fleet?.vehicles[popular(fleet.vehicles.length, random)];
    if (!fleet || !vehicleId) throw new Error('There is nobody to ask for.');
    const { apiKey } = fleet;
    if (random() < 0.1) {
      const body = { name: `Van ${Math.floor(random() * 1e9)}` };
      const { milliseconds } = await wanted(ask('PATCH', `vehicles/${vehicleId}`, apiKey, body));
      commands.push(milliseconds);
      return;
    }
    const which = Math.floor(random() * 10);
    const path =
      which < 6
        ? `vehicles/${vehicleId}`
        : which < 8
          ? 'vehicles?status=active&sort=name&limit=50'
          : which === 8
            ? 'fleet/summary'
            : 'feed/vehicles?limit=100';
    reads.push((await wanted(ask('GET', path, apiKey))).milliseconds);
  };
  const connection = async (seed: number): Promise<void> => {
    const random = dice(seed);
    while (performance.now() < until) await once(random);
  };

  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, (_, index) => connection(index + 1)));
  const requests = reads.length + commands.length;
  return {
    requests,
    perSecond: Math.round((requests / (performance.now() - startedAt)) * 1_000),
    reads: quantiles(reads),
    commands: quantiles(commands),
  };
};
