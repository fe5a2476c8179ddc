import type { CosmosClient } from '@azure/cosmos';
import { tenant, tenantStream } from '../../functions/access/tenant.ts';
import { isProgram } from '../../local/shared/is-program.ts';
import { cosmosEventStore } from '../../shared/eventstore/cosmos-event-store.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { PLANS, type Plan } from '../../shared/identity/plans.ts';
import { accountOf, databaseOf } from './account.ts';

const isPlan = (text: string): text is Plan => Object.hasOwn(PLANS, text);

/**
 * Puts a company on a plan. What is written from some minutes later on is kept as long as the plan says; what is there keeps its time.
 * @returns the plan that holds now
 * @throws Error naming the plans, FleetError `not-found` when there is no such company
 */
export const putOnPlan = async (
  client: CosmosClient,
  { database, tenantId, plan }: { readonly database: string; readonly tenantId: string; readonly plan: string },
  at = new Date().toISOString(),
): Promise<Plan> => {
  if (!isPlan(plan)) throw new Error(`There is no plan "${plan}". There are: ${Object.keys(PLANS).join(', ')}.`);
  const events = cosmosEventStore(client.database(database).container('events'));
  const run = { at, actor: 'system:operator', correlationId: `plan:${at}` };
  await execute(tenant)(events, tenantStream(tenantId), { type: 'SetPlan', data: { plan, now: at } }, run);
  return plan;
};

const main = async (): Promise<void> => {
  const [tenantId = '', plan = ''] = process.argv.slice(2);
  const client = await accountOf(process.env);
  try {
    await putOnPlan(client, { database: databaseOf(process.env), tenantId, plan });
    console.log(`${tenantId} is on the plan ${plan}.`);
  } finally {
    client.dispose();
  }
};

if (isProgram(import.meta.filename)) void main();
