import { parseArgs } from 'node:util';
import { CosmosClient } from '@azure/cosmos';
import containers from '../infra/containers.json' with { type: 'json' };
import { verify } from '../shared/audit/verify.ts';
import { cosmosDocuments } from '../shared/documents/cosmos-documents.ts';
import { EMULATOR_KEY } from './cosmos/auth.ts';
import { DEFAULT_PORTS, readPorts } from './ports.ts';
import { isProgram } from './shared/is-program.ts';

const NAME = 'audit';

/** Every company that has a trail. */
const tenantsOf = async (client: CosmosClient, database: string): Promise<string[]> => {
  const container = client.database(database).container(NAME);
  const { resources } = await container.items
    .query<string>("SELECT VALUE c.tenantId FROM c WHERE c.id = 'chains' AND c.chain = 'chains'")
    .fetchAll();
  return resources.sort();
};

/**
 * Walks the audit trails of an account and prints what it finds, company by company.
 * @param tenant this one only; all of them when left out
 * @returns whether all of them hold together
 */
export const verifyTrails = async (
  client: CosmosClient,
  { database, tenant }: { readonly database: string; readonly tenant?: string | undefined },
  print: (line: string) => void,
): Promise<boolean> => {
  const fields = containers.containers.find(({ name }) => name === NAME)?.partitionKey.map((path) => path.slice(1));
  const audit = cosmosDocuments(client.database(database).container(NAME), fields ?? []);
  let isWhole = true;
  for (const tenantId of tenant ? [tenant] : await tenantsOf(client, database)) {
    const { entries, ends, broken } = await verify(audit, tenantId);
    if (broken) {
      isWhole = false;
      print(`${tenantId}: ${broken.what} at entry ${broken.seq} of ${broken.chain}. ${broken.detail}`);
      continue;
    }
    print(`${tenantId}: ${entries} entries hold together.`);
    for (const { chain, seq, hash } of ends) print(`  ${chain} ends with entry ${seq}: ${hash}`);
  }
  return isWhole;
};

/** The account that `COSMOS` names, or `COSMOS__accountEndpoint`; else that of the system that runs here. */
const clientOf = async (env: NodeJS.ProcessEnv): Promise<CosmosClient> => {
  if (env.COSMOS) return new CosmosClient(env.COSMOS);
  if (env.COSMOS__accountEndpoint) {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new CosmosClient({ endpoint: env.COSMOS__accountEndpoint, aadCredentials: new DefaultAzureCredential() });
  }
  const { COSMOS_PORT } = readPorts(DEFAULT_PORTS, env);
  return new CosmosClient({ endpoint: `http://127.0.0.1:${COSMOS_PORT}`, key: EMULATOR_KEY });
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { tenant: { type: 'string' } } });
  const client = await clientOf(process.env);
  const database = process.env.COSMOS_DATABASE || containers.database;
  const isWhole = await verifyTrails(client, { database, tenant: values.tenant }, console.log);
  client.dispose();
  if (!isWhole) process.exitCode = 1;
};

if (isProgram(import.meta.filename)) void main();
