import { CosmosClient } from '@azure/cosmos';
import { VEHICLES_VIEW, vehiclesPartition } from '../../functions/vehicles/contract.ts';
import { vehicle, vehicleStream } from '../../functions/vehicles/vehicle.ts';
import containers from '../../infra/containers.json' with { type: 'json' };
import { fieldsOf } from '../../infra/tools/account.ts';
import { rebuildIn } from '../../infra/tools/rebuild.ts';
import { createContainers } from '../../local/cosmos/containers.ts';
import { startCosmos } from '../../local/cosmos/server.ts';
import type { StandIn } from '../../local/shared/stand-in.ts';
import { cosmosDocuments } from '../../shared/documents/cosmos-documents.ts';
import { cosmosEventStore } from '../../shared/eventstore/cosmos-event-store.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { knownGenerations, servedViews } from '../../shared/views/generations.ts';

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

const container = (name: string) => client.database(database).container(name);
const documents = (name: string) => cosmosDocuments(container(name), fieldsOf(name));
const rebuild = (view: string) => rebuildIn(client, { database, view, waitMs: 0 }, () => undefined);

const register = (tenantId: string, vehicleId: string, name: string) =>
  execute(vehicle)(
    cosmosEventStore(container('events')),
    vehicleStream(tenantId, vehicleId),
    { type: 'Register', data: { vehicleId, name, kind: 'van', now: RUN.at } },
    RUN,
  );

const served = async (tenantId: string) => {
  const views = servedViews(
    documents('views'),
    knownGenerations(documents('directory'), () => undefined),
  );
  const { items } = await views.in(tenantId, VEHICLES_VIEW).query<{ name: string }>({ orderBy: 'sortName' });
  return items.map(({ name }) => name);
};

it('A view of every company is built anew from all events, again and again', async () => {
  for (let number = 1; number <= 30; number++) await register('ten_acme', `veh_${number}`, `Van ${number + 100}`);
  await register('ten_globex', 'veh_1', 'Truck');
  expect(await served('ten_acme')).toEqual([]);
  expect(await rebuild('vehicles')).toBe(2);
  expect(await served('ten_acme')).toEqual(Array.from({ length: 30 }, (_, index) => `Van ${index + 101}`));
  expect(await served('ten_globex')).toEqual(['Truck']);
  await register('ten_globex', 'veh_2', 'Van');
  expect(await rebuild('vehicles')).toBe(3);
  expect(await served('ten_globex')).toEqual(['Truck', 'Van']);
  for (const old of ['vehicles', 'vehicles@2']) expect(await documents('views').in('ten_acme', old).count()).toBe(0);
});

it('What the directory lacks of a view, it gets; what is newer there, it keeps', async () => {
  await register('ten_acme', 'veh_1', 'Van');
  const directory = documents('directory');
  const { pk, id } = { pk: vehiclesPartition('ten_acme'), id: 'veh_1' };
  await rebuild('vehicles');
  expect((await directory.in(pk).get(id))?.doc).toMatchObject({ value: { status: 'active' } });
  const newer = { stream: 'ten_acme/vehicle-veh_1', version: 9, value: { status: 'sold' } };
  await directory.in(pk).put(id, newer);
  await rebuild('vehicles');
  expect((await directory.in(pk).get(id))?.doc).toMatchObject({ value: { status: 'sold' } });
});

it('Of a view that is not there, those that are there are named', async () =>
  expect(rebuild('vehicels')).rejects.toThrow(/There is no view "vehicels"\. There are: .*vehicles/));
