import { authenticate } from '../../functions/access/authenticate.ts';
import { areas, projections } from '../../functions/index.ts';
import type { ConnectionEvent } from '../../functions/providers/connection.ts';
import { follow } from '../../functions/providers/follow.ts';
import { pollProvider } from '../../functions/providers/poll.ts';
import { schedulePolls } from '../../functions/providers/schedule-polls.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { RequestCounts } from '../../local/cosmos/request-counts.ts';
import { composeServices } from '../../shared/compose.ts';
import { readConfig } from '../../shared/config.ts';
import { sagaBook } from '../../shared/sagas/book.ts';
import type { Services } from '../../shared/services.ts';
import { type World, world } from '../../shared/testing/world.ts';
import { type Company, clientOf, found } from '../functions/company.ts';
import { type Played, played, playedSamsara } from '../functions/providers/played.ts';
import { connect, reportingAs } from '../functions/providers/scene.ts';

let cloud: Cloud;
let services: Services;
let app: World;
let acme: Company;
let there: Played;

const AT = new Date(Date.now() - 60_000).toISOString();
const MESSAGES = [{ ident: '7', timestamp: Date.parse(AT) / 1_000, 'position.latitude': 49, 'position.longitude': 8 }];
const PAGES = [[{ id: '7', gps: [{ time: AT, latitude: 49, longitude: 8 }] }]];

beforeAll(async () => {
  cloud = await startCloud();
  there = await played(playedSamsara(PAGES));
  services = await composeServices(readConfig(cloud.settings), { projections, authenticate });
  app = world({ areas, authenticate }, ({ sagas, outbound }) => ({ ...services, sagas, outbound }));
  acme = await found(app, 'acme');
});
afterAll(async () => {
  await services.close();
  await there.close();
  await cloud.close();
});

/** Requests to documents by container and operation; without those that any request makes now and then, whatever it is for. */
const counted = async (): Promise<Map<string, number>> => {
  const account = /AccountEndpoint=([^;]+)/.exec(cloud.settings.COSMOS)?.[1];
  const { containers } = (await (await fetch(`${account}_local/requests`)).json()) as RequestCounts;
  const tally = Object.entries(containers).flatMap(([container, operations]) =>
    Object.entries(operations).map(([operation, { partitionKeys }]): [string, number] => {
      const own = Object.entries(partitionKeys).filter(([key]) => !/^\["(user:[^"]*|views)"\]$|,"limits"\]$/.test(key));
      return [`${container} ${operation}`, own.reduce((sum, [, requests]) => sum + requests, 0)];
    }),
  );
  return new Map(tally);
};

const costOf = async (work: () => Promise<unknown>): Promise<Record<string, number>> => {
  const before = await counted();
  await work();
  const made = [...(await counted())].map(([name, times]): [string, number] => [name, times - (before.get(name) ?? 0)]);
  return Object.fromEntries(made.filter(([, times]) => times > 0));
};

describe('a webhook over the services of a cloud', () => {
  it('asks the store for nothing once its connection, its secret and its devices are known', async () => {
    await reportingAs(acme, 'flespi:7');
    const { path, secret } = await connect(acme.as('owner'), { provider: 'flespi', mode: 'webhook' });
    const send = async () => (await clientOf(app).post(path, MESSAGES, { 'x-webhook-token': secret })).body;
    expect(await send()).toEqual({ accepted: 1, rejected: 0, quarantined: 0 });
    expect(await costOf(send)).toEqual({});
    expect((await clientOf(app).post(path, MESSAGES, { 'x-webhook-token': `${secret}1` })).status).toBe(401);
  });
});

describe('polling over the services of a cloud', () => {
  it('finds what is due, goes on from where it stood, and costs three requests when all is well', async () => {
    await reportingAs(acme, 'samsara:7');
    const { connectionId } = await connect(acme.as('owner'), {
      ...{ provider: 'samsara', mode: 'poll', secret: 'samsara_api_token', settings: { server: there.server } },
    });
    const streamId = `provider-${connectionId}`;
    const { events } = await services.streams.read<ConnectionEvent>({ tenantId: acme.tenantId, streamId });
    await follow.handler(app.services, areas)(events);
    await schedulePolls.handler(app.services)(sagaBook(app.services, async () => app.sagas));
    const poll = () => pollProvider.handler(app.services)({ connectionId });
    // Read it, claim it, note the token.
    expect(await costOf(poll)).toMatchObject({ 'operations read': 1, 'operations replace': 2 });
    expect(there.asked.map(({ query }) => query.get('after'))).toEqual([null]);
    // It rests now, which is one look.
    expect(await costOf(poll)).toEqual({ 'operations read': 1 });
    // Paused and resumed, it is due at once.
    for (const verb of ['pause', 'resume']) await acme.as('owner').post(`provider-connections/${connectionId}/${verb}`);
    const later = await services.streams.read<ConnectionEvent>({ tenantId: acme.tenantId, streamId });
    await follow.handler(app.services, areas)(later.events.slice(1));
    await poll();
    expect(there.asked.map(({ query }) => query.get('after'))).toEqual([null, 'cursor-1']);
  });
});
