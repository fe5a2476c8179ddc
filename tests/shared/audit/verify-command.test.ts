import { CosmosClient } from '@azure/cosmos';
import containers from '../../../infra/containers.json' with { type: 'json' };
import { verifyTrails } from '../../../infra/tools/audit-verify.ts';
import { createContainers } from '../../../local/cosmos/containers.ts';
import { type CosmosStandIn, startCosmos } from '../../../local/cosmos/server.ts';
import { auditChain } from '../../../shared/audit/chain.ts';
import type { Draft } from '../../../shared/audit/entry.ts';
import { cosmosDocuments } from '../../../shared/documents/cosmos-documents.ts';

let cosmos: CosmosStandIn;
let client: CosmosClient;

beforeAll(async () => {
  cosmos = await startCosmos();
  await createContainers(cosmos.connection, containers);
  client = new CosmosClient(cosmos.connection);
});
afterAll(async () => {
  client.dispose();
  await cosmos.close();
});

const draft = (n: number): Draft => ({
  id: `vehicle-veh_1:${n}`,
  at: '2026-03-02T08:00:00.000Z',
  actor: 'user:mia',
  correlationId: 'c-1',
  outcome: 'done',
  action: 'vehicles.VehicleRenamed',
  after: { name: `Élan ${n}`, price: 0.1 + 0.2, empty: [], nested: { b: 1, a: null } },
});

const check = async (tenant?: string) => {
  const lines: string[] = [];
  const isWhole = await verifyTrails(client, { database: containers.database, tenant }, (line) => lines.push(line));
  return { isWhole, lines };
};

describe('npm run audit:verify', () => {
  it('walks every company, or one, and says where the first break is', async () => {
    const container = client.database(containers.database).container('audit');
    const audit = cosmosDocuments(container, ['tenantId', 'chain']);
    const drafts = Array.from({ length: 130 }, (_, n) => draft(n + 1));
    await Promise.all(['ten_acme', 'ten_globex'].map((tenant) => auditChain(audit).append(tenant, drafts)));
    // Three instances at once, two of them with what is there already.
    const more = Array.from({ length: 20 }, (_, n) => draft(n + 131));
    await Promise.all([drafts, more, more].map((some) => auditChain(audit).append('ten_acme', some)));

    const { isWhole, lines } = await check();
    expect(isWhole).toBe(true);
    expect(lines[0]).toBe('ten_acme: 150 entries hold together.');
    expect(lines[1]).toMatch(/^ {2}2026-03 ends with entry 150: [0-9a-f]{64}$/);
    expect(lines[2]).toBe('ten_globex: 130 entries hold together.');

    const one = container.item('vehicle-veh_1:42', ['ten_globex', '2026-03']);
    const { resource } = await one.read();
    await one.replace({ ...resource, actor: 'user:bob' });
    expect(await check()).toMatchObject({
      isWhole: false,
      lines: [
        'ten_acme: 150 entries hold together.',
        expect.anything(),
        expect.stringMatching(/^ten_globex: changed at entry \d+ of 2026-03\. /),
      ],
    });
    expect((await check('ten_acme')).isWhole).toBe(true);
    expect((await check('ten_globex')).isWhole).toBe(false);
  });
});
