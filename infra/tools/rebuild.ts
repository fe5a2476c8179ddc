import { setTimeout as wait } from 'node:timers/promises';
import type { CosmosClient } from '@azure/cosmos';
import { projections } from '../../functions/index.ts';
import { isProgram } from '../../local/shared/is-program.ts';
import { cosmosDocuments } from '../../shared/documents/cosmos-documents.ts';
import { cosmosEventStore, storedEvents } from '../../shared/eventstore/cosmos-event-store.ts';
import { personalKeys } from '../../shared/personal/keys.ts';
import { opener, sealing } from '../../shared/personal/sealing-store.ts';
import { rebuildView } from '../../shared/views/rebuild.ts';
import { accountOf, databaseOf, fieldsOf } from './account.ts';

/**
 * Builds a view of every company anew, while the app runs.
 * @param view its name, as in the tables of contents: `vehicles`
 * @returns the number of the generation that serves from now on
 */
export const rebuildIn = async (
  client: CosmosClient,
  { database, view, waitMs }: { readonly database: string; readonly view: string; readonly waitMs?: number },
  print: (line: string) => void,
): Promise<number> => {
  const projection = projections.find(({ name }) => name === view);
  const known = projections.map(({ name }) => name).toSorted();
  if (!projection) throw new Error(`There is no view "${view}". There are: ${known.join(', ')}.`);
  const container = (name: string) => client.database(database).container(name);
  const documents = (name: string) => cosmosDocuments(container(name), fieldsOf(name));
  const keys = personalKeys(documents('operations'));
  const open = opener(keys);
  const ports = {
    directory: documents('directory'),
    views: documents('views'),
    streams: sealing(cosmosEventStore(container('events')), keys),
    async *events() {
      for await (const events of storedEvents(container('events'))) yield open(events);
    },
    wait: (milliseconds: number) => wait(waitMs ?? milliseconds),
    print,
  };
  return rebuildView(ports, projection);
};

const main = async (): Promise<void> => {
  const [view = ''] = process.argv.slice(2);
  const client = await accountOf(process.env);
  try {
    await rebuildIn(client, { database: databaseOf(process.env), view }, console.log);
  } finally {
    client.dispose();
  }
};

if (isProgram(import.meta.filename)) void main();
