import { CosmosClient } from '@azure/cosmos';
import containers from '../../infra/containers.json' with { type: 'json' };
import { verifyTrails } from '../../infra/tools/audit-verify.ts';
import { apiClient, type Call, eventually } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

let system: WholeSystem;
let ours: Call;
let tenantId: string;
let cosmos: CosmosClient;

beforeAll(async () => {
  system = await startWholeSystem();
  const [tenant] = system.tenants;
  tenantId = tenant?.id ?? '';
  ours = apiClient(system.api, { 'x-api-key': tenant?.apiKey ?? '' });
  cosmos = new CosmosClient(String(system.settings.COSMOS));
}, 120_000);

afterAll(async () => {
  cosmos.dispose();
  await system.stop();
});

/** Sends one request until somebody answers; undefined when an attempt was cut off in a way that takes a minute to be taken over. */
const insist = async (name: string) => {
  for (;;) {
    const headers = { 'idempotency-key': `key of ${name}` };
    const answer = await ours('POST', 'vehicles', { body: { name }, headers }).catch(() => undefined);
    if (answer?.status === 201) return answer.body;
    if (answer?.status === 409) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

const namesOf = async (): Promise<string[]> => {
  const { body } = await ours<{ items: { name: string }[] }>('GET', 'vehicles?limit=500');
  return body.items.map(({ name }) => name).filter((name) => name.startsWith('Killed'));
};

/** The names that the trail has seen registered, as often as it has. */
const recordedNames = async (): Promise<string[]> => {
  const query = "SELECT VALUE c.after.name FROM c WHERE c.action = 'vehicles.VehicleRegistered'";
  const chain = new Date().toISOString().slice(0, 7);
  const container = cosmos.database(containers.database).container('audit');
  const { resources } = await container.items.query<string>(query, { partitionKey: [tenantId, chain] }).fetchAll();
  return resources.filter((name) => name.startsWith('Killed'));
};

it('does a request with a key once, and writes every fact down once, when the host is killed in the middle', async () => {
  const names = Array.from({ length: 24 }, (_, index) => `Killed ${index}`);
  const asking = names.map(insist);
  await Promise.race(asking);
  await system.crashHost();
  const answers = await Promise.all(asking);

  // What was cut off after its fact was stored comes into view, and into the trail, with the change feed.
  const [registered, recorded] = await eventually(
    async () => Promise.all([namesOf(), recordedNames()]),
    ([listed, written]) => listed.toSorted().join() === written.toSorted().join(),
    60_000,
  );
  expect(new Set(registered).size).toBe(registered.length);
  expect(recorded).toHaveLength(registered.length);
  const answered = names.filter((_, index) => answers[index] !== undefined);
  expect(registered).toEqual(expect.arrayContaining(answered));

  const lines: string[] = [];
  const isWhole = await verifyTrails(cosmos, { database: containers.database }, (line) => lines.push(line));
  expect([isWhole, lines.filter((line) => line.startsWith(tenantId))]).toEqual([
    true,
    [expect.stringMatching(/ entries hold together\.$/)],
  ]);
});
