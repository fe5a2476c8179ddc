import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CosmosClient } from '@azure/cosmos';
import { buildApp } from '../../../infra/tools/build.ts';
import { rebuildIn } from '../../../infra/tools/rebuild.ts';
import { KNOWN_AFTER_MS } from '../../../shared/views/generations.ts';
import { type CloudProcess, cpuOf, startCloudProcess } from '../bench/processes.ts';
import { spawnHost } from '../spawn-host.ts';
import { type Ask, asker, quantiles, wanted } from './ask.ts';
import { catchUp } from './catch-up.ts';
import { type Spent, spentOf } from './cosmos-use.ts';
import { runMix } from './mix.ts';
import { KNOWN, type Operation, operationsOf } from './operations.ts';
import { type Fleet, seed } from './seed.ts';

const APP_DIR = join(import.meta.dirname, '../../..');
const { values: options } = parseArgs({
  options: {
    largest: { type: 'string', default: '10000' },
    events: { type: 'string', default: '200000' },
    samples: { type: 'string', default: '200' },
    connections: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '20' },
  },
});
const TENANTS = 50;
const EVENTS_EACH = 10;
const AT_ONCE = Number(options.connections);
/** The change feed is polled every five seconds. */
const SETTLED_AFTER_MS = 6_000;
/** The limits would be what is measured. */
const NO_LIMITS = { API_REQUESTS_PER_MINUTE: '10000000' };

const print = (title: string, rows: Record<string, string | number>) => {
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(rows)) console.log(`  ${name.padEnd(44)} ${value}`);
};
const rounded = (value: number) => Math.round(value * 100) / 100;

interface Measured {
  readonly cloud: CloudProcess;
  readonly hostPid: number;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** What follows from the commands of one measurement must not be counted with the next. Answers what it has asked of the store. */
const settled = async (cloud: CloudProcess): Promise<Spent> => {
  const sum = { requests: 0, units: 0 };
  for (;;) {
    const { requests, units } = spentOf(await cloud.cosmosSinceLast());
    sum.requests += requests;
    sum.units += units;
    if (requests === 0) return sum;
    await wait(SETTLED_AFTER_MS);
  }
};

const sumOf = (all: readonly Spent[]): Spent => ({
  requests: all.reduce((sum, { requests }) => sum + requests, 0),
  units: all.reduce((sum, { units }) => sum + units, 0),
});
const said = ({ requests, units }: Spent) => `${rounded(requests)} requests, ${rounded(units)} RU`;

/**
 * One after the other, so that what is measured is the operation and not the queue before it. What it asks of the store is the median of a few, because what
 * follows from the change feed may fall into one of them.
 */
const measureOne = async ({ name, kind, ask }: Operation, { cloud, hostPid }: Measured): Promise<void> => {
  const samples = Number(options.samples);
  let asked = 0;
  const askNext = () => wanted(ask(asked++));
  await settled(cloud);
  // Whoever waits for the rest to settle is forgotten meanwhile.
  for (let index = 0; index < KNOWN; index += 1) await askNext();
  const spent = [spentOf(await cloud.cosmosSinceLast())];
  const each: Spent[] = [];
  for (let index = 0; index < KNOWN; index += 1) {
    await askNext();
    each.push(spentOf(await cloud.cosmosSinceLast()));
  }
  const cpuBefore = await cpuOf(hostPid);
  const taken: number[] = [];
  for (let index = 0; index < samples; index += 1) taken.push((await askNext()).milliseconds);
  const cpu = (await cpuOf(hostPid)) - cpuBefore;
  spent.push(...each, await settled(cloud));
  const { p50, p95, p99 } = quantiles(taken);
  const { requests, units } = sumOf(spent);
  print(name, {
    'p50 / p95 / p99, ms': `${p50} / ${p95} / ${p99}`,
    Cosmos: said({ requests: median(each.map((one) => one.requests)), units: median(each.map((one) => one.units)) }),
    ...(kind === 'command' && {
      'with what follows: views again, trail, counts': said({ requests: requests / asked, units: units / asked }),
    }),
    'host CPU, microseconds': Math.round(cpu / samples),
  });
};

interface Standings {
  readonly items: readonly { readonly view: string; readonly hits: number; readonly misses: number }[];
}

/** Needs somebody who may look after the system; the load's API client may. */
const readsOf = async (ask: Ask, { apiKey }: Fleet) => {
  const { text } = await wanted(ask('GET', 'ops/views', apiKey));
  const { items } = JSON.parse(text) as Standings;
  return items.reduce((sum, { hits, misses }) => ({ hits: sum.hits + hits, misses: sum.misses + misses }), {
    hits: 0,
    misses: 0,
  });
};

/** What both rounds of the mix are measured with: the second meets an instance that knows what is popular. */
const measureMix = async (ask: Ask, fleets: readonly Fleet[], { cloud, hostPid }: Measured, connections: number) => {
  const seconds = Number(options.seconds);
  const [first] = fleets;
  if (!first) throw new Error('There is no company.');
  const before = await readsOf(ask, first);
  const cpuBefore = await cpuOf(hostPid);
  await cloud.cosmosSinceLast();
  const { requests, perSecond, reads, commands } = await runMix(ask, fleets, { connections, seconds });
  const spent = spentOf(await cloud.cosmosSinceLast());
  const cpu = (await cpuOf(hostPid)) - cpuBefore;
  const after = await readsOf(ask, first);
  const [hits, misses] = [after.hits - before.hits, after.misses - before.misses];
  print(`Nine reads to one command, ${connections} at once, ${seconds} s`, {
    'requests per second': perSecond,
    'reads, p50 / p95 / p99, ms': `${reads.p50} / ${reads.p95} / ${reads.p99}`,
    'commands, p50 / p95 / p99, ms': `${commands.p50} / ${commands.p95} / ${commands.p99}`,
    'documents of views found in memory': `${Math.round((hits / (hits + misses)) * 1_000) / 10} % of ${hits + misses}`,
    'Cosmos, with what follows': said({ requests: spent.requests / requests, units: spent.units / requests }),
    'host CPU, microseconds per request': Math.round(cpu / requests),
  });
};

const measureRebuild = async (settings: Readonly<Record<string, string>>) => {
  const client = new CosmosClient(settings.COSMOS ?? '');
  const startedAt = performance.now();
  const generation = await rebuildIn(
    client,
    { database: settings.COSMOS_DATABASE ?? '', view: 'vehicles' },
    () => undefined,
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  client.dispose();
  const waits = (2 * KNOWN_AFTER_MS) / 1_000;
  print('Rebuild of the view vehicles, while it serves', {
    'seconds of work': rounded(seconds - waits),
    'seconds of waiting until every instance knows': waits,
    'generation that serves now': generation,
  });
};

await buildApp();
const dir = await mkdtemp(join(tmpdir(), 'wayfleet-bench-api-'));
const cloud = await startCloudProcess();
const startHost = () =>
  spawnHost({ appDir: APP_DIR, env: { ...cloud.settings, ...NO_LIMITS, HOST_STATE_DIR: join(dir, 'host') } });
try {
  // Once for the leases: where a function follows the change feed from.
  await (await startHost()).stop();
  const largest = Number(options.largest);
  const others = Math.max(1, Math.round((Number(options.events) / EVENTS_EACH - largest) / (TENANTS - 1)));
  const { fleets, events, seconds } = await seed(cloud.settings, {
    tenants: TENANTS,
    largest,
    others,
    events: EVENTS_EACH,
  });
  const leases = await catchUp(cloud.settings);
  print('Seeded', {
    companies: TENANTS,
    'vehicles, of the largest / of each other': `${largest} / ${others}`,
    events,
    'events per second, with their views': Math.round(events / seconds),
    'places in the change feed moved to its end': leases,
  });
  const host = await startHost();
  const measured = { cloud, hostPid: host.pid };
  const ask = asker(host.url, AT_ONCE);
  const [first] = fleets;
  if (!first) throw new Error('There is no company.');
  try {
    console.log('\nAn instance that has just started, and then one that knows what is popular:');
    for (const connections of [AT_ONCE, AT_ONCE, 4, 1]) await measureMix(ask, fleets, measured, connections);
    console.log(`\nEach ${options.samples} times in the largest company, one at a time:`);
    for (const operation of operationsOf(ask, first)) await measureOne(operation, measured);
    await measureRebuild(cloud.settings);
  } finally {
    ask.close();
    await host.stop();
  }
} finally {
  await cloud.stop();
  await rm(dir, { recursive: true, force: true });
}
