import { authenticate } from '../../../functions/access/authenticate.ts';
import { composeServices } from '../../../shared/compose.ts';
import { readConfig } from '../../../shared/config.ts';
import type { Services } from '../../../shared/services.ts';
import { apiClient } from '../../e2e/support/client.ts';
import { hire } from '../../e2e/support/hire.ts';
import { startWholeSystem } from '../../e2e/support/whole-system.ts';
import { drawFrom } from '../simulator/random.ts';
import { commands } from './commands.ts';
import { fixes } from './fixes.ts';
import { handOvers } from './hand-overs.ts';
import { scheduled } from './scheduled.ts';
import { type Fact, pause, type Strand, type Surroundings } from './strand.ts';
import { trips } from './trips.ts';

export interface ChaosOptions {
  /** Decides which process is killed when. The same seed asks for the same kills; what they hit differs. */
  readonly seed: string;
  readonly kills: number;
  readonly log?: (line: string) => void;
}

export interface ChaosReport {
  /** Everything acknowledged that is missing, doubled or wrong. */
  readonly problems: readonly string[];
  readonly acknowledged: Readonly<Record<string, number>>;
}

const SHORTEST_MS = 200;
const LONGEST_MS = 1_500;
const CALM_MS = 500;

const DRIVERS = ['driver-a@rhine.example', 'driver-b@rhine.example'] as const;

const VICTIMS = ['host', 'cloud', 'host and cloud'] as const;

/**
 * Runs a mixed load against the whole system, kills its processes (SIGKILL) at random moments, and looks afterwards whether the effect of
 * everything that was acknowledged is there exactly once and nothing is stuck.
 */
export const chaos = async ({ seed, kills, log = () => undefined }: ChaosOptions): Promise<ChaosReport> => {
  const draw = drawFrom(seed);
  const system = await startWholeSystem();
  let services: Services | undefined;
  try {
    const [tenant] = system.tenants;
    if (!tenant) throw new Error('There is no tenant.');
    await hire(system.settings, tenant.id, DRIVERS);
    services = await composeServices(readConfig(system.settings), { projections: [], authenticate });
    const { streams } = services;
    const surroundings: Surroundings = {
      api: system.api,
      serviceBus: system.settings.SERVICE_BUS ?? '',
      call: apiClient(system.api, { 'x-api-key': tenant.apiKey }),
      stream: async (streamId) =>
        (await streams.read<Fact>({ tenantId: tenant.id, streamId })).events.map(({ event }) => event),
    };
    const strands: readonly Strand[] = [
      await fixes(surroundings, 'van A'),
      await fixes(surroundings, 'van B'),
      await trips(surroundings, 'van D'),
      commands(surroundings, 'Chaos'),
      scheduled(surroundings, 'later'),
      await handOvers(surroundings, 'van C', DRIVERS),
    ];

    const over = new AbortController();
    const problems: string[] = [];
    const work = strands.map((strand) =>
      strand.run(over.signal).catch((error: Error) => {
        // What was acknowledged a moment ago is refused now, say.
        problems.push(`${strand.name}: ${error.message}`);
        over.abort();
      }),
    );
    for (let kill = 1; kill <= kills && !over.signal.aborted; kill += 1) {
      await pause(SHORTEST_MS + draw(kill, 'when') * (LONGEST_MS - SHORTEST_MS));
      const victim = VICTIMS[Math.floor(draw(kill, 'whom') * VICTIMS.length)] ?? 'host';
      log(`kill ${kill} of ${kills}: ${victim}`);
      await Promise.all([
        victim.includes('cloud') && system.crashCloud(),
        victim.includes('host') && system.crashHost(),
      ]);
    }
    await pause(CALM_MS);
    over.abort();
    await Promise.all(work);

    for (const strand of strands) problems.push(...(await strand.problems()));
    return { problems, acknowledged: Object.fromEntries(strands.map((one) => [one.name, one.acknowledged()])) };
  } finally {
    await services?.close();
    await system.stop();
  }
};
