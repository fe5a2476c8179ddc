import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { RequestCounts } from '../../local/cosmos/request-counts.ts';
import type { World } from '../../shared/testing/world.ts';
import { type Established, establish } from '../functions/scene/company.ts';
import { type Api, documentedApi, isForDevices, isRead, type Operation } from '../functions/scene/operations.ts';
import { requestsFor } from '../functions/scene/requests.ts';
import { send } from '../functions/scene/strangers.ts';
import { type OverCosmos, overCosmos } from './over-cosmos.ts';

let cloud: Cloud;
let api: Api;
const opened: OverCosmos[] = [];

const instance = async (): Promise<World> => {
  const one = await overCosmos(cloud);
  opened.push(one);
  return one.world;
};

let acme: Established;
let globex: Established;

beforeAll(async () => {
  cloud = await startCloud();
  api = await documentedApi();
  const app = await instance();
  acme = await establish(app, { label: 'Acme North', lat: 49.01234, lon: 8.43215 });
  globex = await establish(app, { label: 'Globex East', lat: 52.51234, lon: 13.43215 });
}, 60_000);
afterAll(async () => {
  for (const one of opened) await one.close();
  await cloud.close();
});

const steer = async (method: string, path: string): Promise<RequestCounts> => {
  const account = /AccountEndpoint=([^;]+)/.exec(cloud.settings.COSMOS)?.[1];
  return (await fetch(`${account}_local/${path}`, { method })).json() as Promise<RequestCounts>;
};

const keysOf = ({ containers }: RequestCounts): string[] =>
  Object.entries(containers).flatMap(([container, operations]) =>
    Object.entries(operations).flatMap(([operation, { requests, partitionKeys }]) => {
      const named = Object.values(partitionKeys).reduce((sum, times) => sum + times, 0);
      const keys = Object.keys(partitionKeys).flatMap((some) => some.split(/(?<=\]) (?=\[)/));
      return [...keys, ...(named < requests ? ['no key'] : [])].map((key) => `${container} ${operation} ${key}`);
    }),
  );

/** What an instance asks for all companies at once: where containers lie, which generation of each view serves, and what anybody has written in views. */
const FOR_ALL = new Set([
  ...['views', 'events', 'directory', 'operations', 'audit', 'live', 'telemetry'].flatMap((container) => [
    `${container} GET dbs/*/colls/* no key`,
    `${container} GET dbs/*/colls/*/pkranges no key`,
  ]),
  'directory refused ["views"]',
  'directory read ["views"]',
  'views changeFeed no key',
  // Which jobs are under way, of whatever company: those that were cut off are taken up again.
  ...['read', 'refused', 'upsert', 'create', 'delete'].map((one) => `operations ${one} ["system","open-jobs"]`),
  // Whether the store answers: there is nothing there.
  'views refused ["health","health"]',
]);

/**
 * Where credentials are looked up: before it is known to which company they belong, by a digest of what the caller has shown; or by the address that a
 * provider was given, which proves nothing yet.
 */
const CREDENTIALS =
  /^directory \w+ \["(user:aad:[\w-]+@globex\.example|(api-key|device-key|invitation):[0-9a-f]{64}|provider-connection:con_\w{26})"\]$/;

/** The first part of every key is the company; in the directory its only part ends with it. */
const isOfGlobex = (asked: string): boolean =>
  asked.startsWith('directory ') ? asked.endsWith(':ten_globex"]') : /^\w+ \w+ \["ten_globex"[,\]]/.test(asked);

type Headers = Readonly<Record<string, string>>;

/** What was asked of the store for these requests that was not for globex. */
const strayKeys = async (operations: readonly Operation[], identity: Headers, about = [acme, globex]) => {
  // Whatever an instance remembers it does not ask for.
  const app = await instance();
  const stray: string[] = [];
  let asked = 0;
  for (const { values } of about)
    for (const operation of operations)
      for (const request of requestsFor(api, operation, values)) {
        await steer('POST', 'requests/reset');
        const { status, text } = await send(app, request, identity);
        if (status >= 500) throw new Error(`${operation.id}: ${text}`);
        const keys = keysOf(await steer('GET', 'requests'));
        asked += keys.length;
        for (const key of keys)
          if (!isOfGlobex(key) && !FOR_ALL.has(key) && !CREDENTIALS.test(key)) stray.push(`${operation.id}: ${key}`);
      }
  return { stray, asked };
};

describe('what is asked of the store', () => {
  it('names the company of the caller in the partition key, whatever is looked at', async () => {
    for (const identity of [globex.owner, { 'x-api-key': globex.company.apiKey }]) {
      const { stray, asked } = await strayKeys(api.operations.filter(isRead), identity);
      expect(stray).toEqual([]);
      expect(asked).toBeGreaterThan(100);
    }
  }, 60_000);

  it('names the company of the caller in the partition key, whatever is changed', async () => {
    // Whoever has the key of a device is that device, whatever else they are.
    const operations = api.operations.filter((one) => !isRead(one) && !isForDevices(one));
    const { stray, asked } = await strayKeys(operations, globex.owner);
    expect(stray).toEqual([]);
    expect(asked).toBeGreaterThan(100);
  }, 60_000);

  it('names the company of a device that reports', async () => {
    const { stray, asked } = await strayKeys(api.operations.filter(isForDevices), {}, [globex]);
    expect(stray).toEqual([]);
    expect(asked).toBeGreaterThan(0);
  });
});
