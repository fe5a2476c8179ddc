import { CosmosClient } from '@azure/cosmos';
import { authenticate } from '../../functions/access/authenticate.ts';
import { areas, projections } from '../../functions/index.ts';
import { type ShardState, STATE, shardPath } from '../../functions/telemetry/shard-state.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { RequestCounts } from '../../local/cosmos/request-counts.ts';
import { composeServices } from '../../shared/compose.ts';
import { readConfig } from '../../shared/config.ts';
import { cosmosDocuments } from '../../shared/documents/cosmos-documents.ts';
import { cachedLookups } from '../../shared/documents/lookups.ts';
import type { Services } from '../../shared/services.ts';
import { world } from '../../shared/testing/world.ts';
import { found, itemsOf } from '../functions/company.ts';

const VEHICLES = 1_000;
const EVERY_SECONDS = 30;
/** As infra/main.bicep sets it. */
const WAKE_SECONDS = 10;
/** What one request of an integration brings. */
const A_REQUEST = 50;
const WARM_UP_MINUTES = 6;
const MINUTES = 12;
/** Each is an hour: it drives and then stands. */
const DRIVES_SECONDS = 2_400;
const METRES_PER_DEGREE = 111_195;

let cloud: Cloud;
let services: Services;
let client: CosmosClient;
beforeAll(async () => {
  cloud = await startCloud();
  client = new CosmosClient(cloud.settings.COSMOS ?? '');
  services = await composeServices(readConfig(cloud.settings), { projections, authenticate });
});
afterAll(async () => {
  client.dispose();
  await services.close();
  await cloud.close();
});

/** Which generation of each view serves, an instance asks every few seconds by the clock on the wall, whatever the load: here that runs on its own. */
const OF_THE_INSTANCE = '["views"]';

const requestsMade = async (): Promise<Record<string, number>> => {
  const account = /AccountEndpoint=([^;]+)/.exec(cloud.settings.COSMOS)?.[1];
  const { containers } = (await (await fetch(`${account}_local/requests`)).json()) as RequestCounts;
  return Object.fromEntries(
    Object.entries(containers).flatMap(([container, named]) =>
      Object.entries(named).map(([operation, { requests, partitionKeys }]) => [
        `${container} ${operation}`,
        requests - (container === 'directory' ? (partitionKeys[OF_THE_INSTANCE] ?? 0) : 0),
      ]),
    ),
  );
};

const differenceOf = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );

/** A vehicle of many: each is somewhere else, at another moment of its hour, driving north and back south. */
const fixOf = (vehicle: number, second: number) => {
  const inHour = (second + vehicle * 7) % 3_600;
  const hour = Math.floor((second + vehicle * 7) / 3_600);
  const driven = Math.min(inHour, DRIVES_SECONDS) * 14;
  const isDriving = inHour < DRIVES_SECONDS;
  const metres = hour % 2 === 0 ? driven : DRIVES_SECONDS * 14 - driven;
  return {
    lat: 45 + metres / METRES_PER_DEGREE,
    lon: (vehicle % 100) / 10 + Math.floor(vehicle / 100) / 100,
    speed: isDriving ? 14 : 0,
    heading: hour % 2 === 0 ? 0 : 180,
    accuracy: 5,
    attributes: { ignition: isDriving },
  };
};

describe('a thousand vehicles that report every half minute', () => {
  it('cost at most 20 requests to the store per thousand fixes, trips and visits included', async () => {
    // What is not in the store is in memory: the queue and the clock, so that an hour takes seconds.
    let lookups = services.lookups;
    const app = world({ areas, authenticate }, ({ bus, clock, sagas, push }) => ({
      ...services,
      ...{ bus, clock, sagas, push },
      lookups: {
        find: (...asked) => lookups.find(...asked),
        list: (...asked) => lookups.list(...asked),
        findMany: (...asked) => lookups.findMany(...asked),
        claim: (...asked) => lookups.claim(...asked),
        save: (...asked) => lookups.save(...asked),
        remove: (...asked) => lookups.remove(...asked),
      },
      settings: {
        ...services.settings,
        telemetry: { wakeSeconds: WAKE_SECONDS },
        limits: { apiPerMinute: 600_000, ingestPerMinute: 600_000 },
      },
    }));
    const acme = await found(app, 'acme');
    const owner = acme.as('owner');
    const devices = Array.from({ length: VEHICLES }, (_, vehicle) => `tracker-${vehicle}`);
    const register = async (deviceId: string) => {
      const { body } = await owner.post('vehicles', { name: deviceId });
      const answer = await acme.integration.post('devices', { vehicleId: body.id, deviceId });
      expect(answer.status).toBe(201);
    };
    for (let index = 0; index < VEHICLES; index += 50)
      await Promise.all(devices.slice(index, index + 50).map(register));
    for (let fence = 0; fence < 20; fence++)
      await owner.post('geofences', {
        name: `Yard ${fence}`,
        shape: { type: 'circle', center: { lat: 45.1, lon: fence / 2 }, radiusMetres: 2_000 },
      });

    const { clock } = app.services;
    // From now on what is remembered grows old as fast as the fleet drives.
    const directory = client.database('fleet').container('directory');
    lookups = cachedLookups(cosmosDocuments(directory, ['pk']), () => clock().getTime());
    const start = clock().getTime();
    let fixes = 0;
    /** Every vehicle reports once in its half minute, those of one second together. */
    const bucket = async (from: number) => {
      const due = devices.flatMap((deviceId, vehicle) => {
        const second = Math.floor(from / EVERY_SECONDS) * EVERY_SECONDS + ((vehicle * 7) % EVERY_SECONDS);
        const isNow = second >= from && second < from + WAKE_SECONDS;
        return isNow
          ? [{ deviceId, at: new Date(start + second * 1_000).toISOString(), ...fixOf(vehicle, second) }]
          : [];
      });
      for (let index = 0; index < due.length; index += A_REQUEST) {
        const body = { fixes: due.slice(index, index + A_REQUEST) };
        expect((await acme.integration.post('ingest/batch', body)).status).toBe(202);
      }
      fixes += due.length;
      app.advance(WAKE_SECONDS * 1_000);
      await app.runQueues();
    };

    for (let second = 0; second < WARM_UP_MINUTES * 60; second += WAKE_SECONDS) await bucket(second);
    const [before, counted] = [await requestsMade(), fixes];
    for (let second = 0; second < MINUTES * 60; second += WAKE_SECONDS) await bucket(WARM_UP_MINUTES * 60 + second);
    const made = differenceOf(before, await requestsMade());

    const all = Object.values(made).reduce((sum, count) => sum + count, 0);
    const perThousand = (all / (fixes - counted)) * 1_000;
    const states = await services.live.getMany<ShardState>(
      acme.tenantId,
      [0, 1].map((shard) => ({ path: shardPath(shard), id: STATE })),
    );
    const tallies = states.flatMap((stored) => Object.values(stored?.doc.devices ?? {}));
    expect(tallies.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(fixes);
    expect(itemsOf(await owner.get('trips?limit=500')).length).toBeGreaterThan(100);
    expect(perThousand).toBeLessThan(20);
  }, 300_000);
});
