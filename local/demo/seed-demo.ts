import type { RegionId } from '../../tests/load/simulator/regions.ts';
import { seedFleet } from '../seed/fleet.ts';
import { seedTenants } from '../seed/tenants.ts';
import type { RunningDemo } from './demo-file.ts';
import type { Layout } from './layout.ts';
import type { Settings } from './settings.ts';
import { untilAnswers } from './until-answers.ts';
import { writeUsers } from './users.ts';

/** The fleets of the demo tenants, in the order of the tenants. */
const FLEETS: readonly { readonly region: RegionId; readonly vehicles: number }[] = [
  { region: 'rhine', vehicles: 31 },
  { region: 'baltic', vehicles: 21 },
];

const PATIENCE_MS = 60_000;

interface Surroundings {
  readonly settings: Settings;
  readonly layout: Layout;
  readonly web: string;
  readonly api: string;
}

/** Founds the demo tenants and gives them their fleets, as far as they are not there yet. */
export const seedDemo = async ({ settings, layout, web, api }: Surroundings): Promise<RunningDemo> => {
  const tenants = await seedTenants({ settings, secretsFile: layout.apiKeys });
  await writeUsers(layout.users, tenants);
  const seeded: RunningDemo['tenants'][number][] = [];
  // One after the other: they remember their keys in the same file.
  for (const [index, tenant] of tenants.entries()) {
    const fleet = FLEETS[index];
    if (!fleet) throw new Error(`There is no fleet for ${tenant.name}.`);
    // The host learns of a new key through the change feed.
    await untilAnswers(`${api}/api/v1/vehicles?limit=1`, PATIENCE_MS, { 'x-api-key': tenant.apiKey });
    seeded.push({ ...tenant, ...(await seedFleet({ api, tenant, ...fleet, state: layout.deviceKeys })) });
  }
  return { web, api, tenants: seeded };
};
