import { parseArgs } from 'node:util';
import type { CosmosClient } from '@azure/cosmos';
import { isProgram } from '../../local/shared/is-program.ts';
import { verify } from '../../shared/audit/verify.ts';
import { cosmosDocuments } from '../../shared/documents/cosmos-documents.ts';
import { accountOf, databaseOf, fieldsOf } from './account.ts';

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
  const audit = cosmosDocuments(client.database(database).container(NAME), fieldsOf(NAME));
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

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { tenant: { type: 'string' } } });
  const client = await accountOf(process.env);
  const database = databaseOf(process.env);
  const isWhole = await verifyTrails(client, { database, tenant: values.tenant }, console.log);
  client.dispose();
  if (!isWhole) process.exitCode = 1;
};

if (isProgram(import.meta.filename)) void main();
