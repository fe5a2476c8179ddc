import { authenticate } from '../../functions/access/authenticate.ts';
import { areas, projections } from '../../functions/index.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { RequestCounts } from '../../local/cosmos/request-counts.ts';
import { composeServices } from '../../shared/compose.ts';
import { readConfig } from '../../shared/config.ts';
import type { Services } from '../../shared/services.ts';
import { type Answer, type World, world } from '../../shared/testing/world.ts';
import { type Client, clientOf, found, signedIn } from '../functions/company.ts';

const EMAIL = 'dispatcher@acme.example';

let cloud: Cloud;
const opened: Services[] = [];

/** An instance of the app with nothing in its memory. */
const instance = async (): Promise<World> => {
  const services = await composeServices(readConfig(cloud.settings), { projections, authenticate });
  opened.push(services);
  return world({ areas, authenticate }, ({ sagas }) => ({ ...services, sagas }));
};

let dispatcher: Client;

beforeAll(async () => {
  cloud = await startCloud();
  const app = await instance();
  await found(app, 'acme');
  dispatcher = clientOf(app, signedIn(EMAIL));
  await dispatcher.post('vehicles', { name: 'The first request of an instance fetches what all others need' });
});
afterAll(async () => {
  for (const services of opened) await services.close();
  await cloud.close();
});

const counts = async (): Promise<RequestCounts> => {
  const account = /AccountEndpoint=([^;]+)/.exec(cloud.settings.COSMOS)?.[1];
  return (await fetch(`${account}_local/requests`)).json() as Promise<RequestCounts>;
};

/** Who is asking, how much their company has asked, and which views serve: remembered for seconds, and no single request's own. */
const IS_REMEMBERED = /^\["(user:[^"]*|views)"\]$|,"limits"\]$/;

/**
 * Requests to documents, by container and operation. Once a second an instance asks what anybody has written (the change feed of all companies), for
 * however many requests: that names no partition, and is left out.
 */
const tallied = ({ containers }: RequestCounts) => {
  const operations = Object.entries(containers).flatMap(([container, named]) =>
    Object.entries(named).map(([operation, tally]) => ({ name: `${container} ${operation}`, ...tally })),
  );
  return new Map(
    operations.map(({ name, partitionKeys, requestUnits }) => {
      const own = Object.entries(partitionKeys).filter(([key]) => !IS_REMEMBERED.test(key));
      return [name, { requests: own.reduce((sum, [, requests]) => sum + requests, 0), requestUnits }];
    }),
  );
};

interface Cost {
  readonly answer: Answer;
  /** By container and operation, `views read`; a read that finds nothing is `refused`. */
  readonly requests: Readonly<Record<string, number>>;
  /** As the stand-in charges; Azure charges about the same for operations that are so small. */
  readonly units: number;
}

const costOf = async (ask: () => Promise<Answer>): Promise<Cost> => {
  const before = tallied(await counts());
  const answer = await ask();
  const requests: Record<string, number> = {};
  let units = 0;
  for (const [name, tally] of tallied(await counts())) {
    const made = tally.requests - (before.get(name)?.requests ?? 0);
    if (made === 0) continue;
    requests[name] = made;
    units += tally.requestUnits - (before.get(name)?.requestUnits ?? 0);
  }
  return { answer, requests, units };
};

let made = 0;
const newVehicle = async (client = dispatcher) => {
  made += 1;
  const { body } = await client.post('vehicles', { name: `Van ${made}` });
  return String(body.id);
};

/** Of another instance that knows who is asking, and nothing else. */
const elsewhere = async (): Promise<Client> => {
  const client = clientOf(await instance(), signedIn(EMAIL));
  await client.get('me');
  return client;
};

const COMMAND = { 'events query': 1, 'events batch': 1, 'views replace': 1 };

describe('what a read costs', () => {
  it('is nothing for what the instance has read or written before', async () => {
    const id = await newVehicle();
    expect((await costOf(() => dispatcher.get(`vehicles/${id}`))).requests).toEqual({});
  });

  it('is one request for what it has not', async () => {
    const [id, other] = [await newVehicle(), await elsewhere()];
    const first = await costOf(() => other.get(`vehicles/${id}`));
    expect(first).toMatchObject({ answer: { status: 200 }, requests: { 'views read': 1 }, units: 1 });
    expect((await costOf(() => other.get(`vehicles/${id}`))).requests).toEqual({});
  });

  it('is two for what is not there: the view may lag, its stream does not', async () => {
    const { answer, requests } = await costOf(() => dispatcher.get('vehicles/veh_nowhere'));
    expect(answer.status).toBe(404);
    expect(requests).toEqual({ 'views refused': 1, 'events query': 1 });
  });

  it('is one for a page of a list, whatever is asked of it', async () => {
    await newVehicle();
    for (const query of ['', '?limit=50&sort=-registeredAt&status=active,in-shop&search=van', '?fields=name&limit=1']) {
      const { answer, requests } = await costOf(() => dispatcher.get(`vehicles${query}`));
      expect(answer.status).toBe(200);
      expect(requests).toEqual({ 'views query': 1 });
    }
  });

  it('is one for a page of a feed', async () => {
    const first = await costOf(() => dispatcher.get('feed/vehicles?limit=1000'));
    const next = await costOf(() => dispatcher.get(`feed/vehicles?limit=1000&since=${first.answer.body.next}`));
    expect([first.requests, next.requests]).toEqual([{ 'views changeFeed': 1 }, { 'views changeFeed': 1 }]);
  });

  it('is one for the summary of a fleet, however large it is', async () => {
    // Nobody plays the change feed here, so that nothing was counted yet.
    const { answer, requests } = await costOf(() => dispatcher.get('fleet/summary'));
    expect(answer.status).toBe(200);
    expect(requests).toEqual({ 'operations refused': 1 });
  });

  it('is one for the history, and one for each stream that shows in what a vehicle was', async () => {
    const id = await newVehicle();
    expect((await costOf(() => dispatcher.get(`vehicles/${id}/history`))).requests).toEqual({ 'events query': 1 });
    const asOf = await costOf(() => dispatcher.get(`vehicles/${id}?asOf=${new Date().toISOString()}`));
    // Its own, and that of its meters.
    expect(asOf).toMatchObject({ answer: { status: 200 }, requests: { 'events query': 2 } });
  });
});

describe('what a command costs', () => {
  it('is three requests: read the stream, append, write the view', async () => {
    const id = await newVehicle();
    const { answer, requests, units } = await costOf(() => dispatcher.patch(`vehicles/${id}`, { name: 'Van' }));
    expect(answer.status).toBe(200);
    expect(requests).toEqual(COMMAND);
    expect(units).toBeLessThan(25);
  });

  it('is one when there is nothing to do', async () => {
    const id = await newVehicle();
    await dispatcher.patch(`vehicles/${id}`, { name: 'Van' });
    const again = await costOf(() => dispatcher.patch(`vehicles/${id}`, { name: 'Van' }));
    expect(again.requests).toEqual({ 'events query': 1 });
  });

  // The view's document is replaced on the condition that nobody has written it meanwhile, so its tag must be known.
  it('is four where the instance has not seen the entity before', async () => {
    const [id, other] = [await newVehicle(), await elsewhere()];
    const { answer, requests } = await costOf(() => other.patch(`vehicles/${id}`, { name: 'Van' }));
    expect(answer.status).toBe(200);
    expect(requests).toEqual({ ...COMMAND, 'views read': 1 });
  });

  it('is three to create: append, write the view, and the directory', async () => {
    const { answer, requests, units } = await costOf(() => dispatcher.post('vehicles', { name: 'Van' }));
    expect(answer.status).toBe(201);
    expect(requests).toEqual({ 'events batch': 1, 'views create': 1, 'directory create': 1 });
    expect(units).toBeLessThan(25);
  });

  it('is one more where the directory follows, which decides about telemetry', async () => {
    const id = await newVehicle();
    const { answer, requests } = await costOf(() =>
      dispatcher.post(`vehicles/${id}/status`, { status: 'in-shop', reason: 'Brakes' }),
    );
    expect(answer.status).toBe(200);
    expect(requests).toEqual({ ...COMMAND, 'directory replace': 1 });
  });

  it('is two more under an Idempotency-Key, and two to answer again', async () => {
    const id = await newVehicle();
    const send = () => dispatcher.patch(`vehicles/${id}`, { name: 'Van' }, { 'idempotency-key': id });
    // The key that seals answers comes from the vault at first.
    await dispatcher.post('vehicles', { name: 'Van' }, { 'idempotency-key': `${id}-first` });
    expect((await costOf(send)).requests).toEqual({ ...COMMAND, 'operations create': 1, 'operations replace': 1 });
    expect((await costOf(send)).requests).toEqual({ 'operations refused': 1, 'operations read': 1 });
  });
});
