import { CosmosClient } from '@azure/cosmos';
import { tenant, tenantStream } from '../../functions/access/tenant.ts';
import containers from '../../infra/containers.json' with { type: 'json' };
import { putOnPlan } from '../../infra/tools/plan.ts';
import { createContainers } from '../../local/cosmos/containers.ts';
import { startCosmos } from '../../local/cosmos/server.ts';
import type { StandIn } from '../../local/shared/stand-in.ts';
import { cosmosEventStore } from '../../shared/eventstore/cosmos-event-store.ts';
import { execute } from '../../shared/eventstore/execute.ts';

const RUN = { at: '2026-03-01T00:00:00.000Z', actor: 'system:test', correlationId: 'test' };
const { database } = containers;

let cosmos: StandIn;
let client: CosmosClient;
beforeEach(async () => {
  cosmos = await startCosmos();
  await createContainers(cosmos.connection, containers);
  client = new CosmosClient(cosmos.connection);
});
afterEach(async () => {
  client.dispose();
  await cosmos.close();
});

const events = () => cosmosEventStore(client.database(database).container('events'));

describe('putting a company on a plan', () => {
  it('is written down as somebody decided it', async () => {
    const found = { type: 'Found', data: { name: 'Acme', now: RUN.at } } as const;
    await execute(tenant)(events(), tenantStream('ten_acme'), found, RUN);
    await putOnPlan(client, { database, tenantId: 'ten_acme', plan: 'starter' }, RUN.at);
    const { events: history } = await events().read(tenantStream('ten_acme'));
    expect(history.at(-1)).toMatchObject({ actor: 'system:operator', event: { data: { plan: 'starter' } } });
  });

  it('names the plans there are, and knows no company that is not there', async () => {
    const put = (plan: string) => putOnPlan(client, { database, tenantId: 'ten_acme', plan });
    await expect(put('golden')).rejects.toThrow('starter, business, enterprise');
    await expect(put('starter')).rejects.toMatchObject({ code: 'access/no-tenant' });
  });
});
