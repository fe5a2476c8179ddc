import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type CloudProcess, cpuOf, memoryOf } from '../bench/processes.ts';
import { type CosmosUse, usedBy } from '../bench/system.ts';
import { type SpawnedHost, spawnHost } from '../spawn-host.ts';
import { between, type CloudCounts } from './cloud-counts.ts';
import { type Course, EVERY_SECONDS, type Load, loadOn, USUAL_BATCH } from './load.ts';
import { type Fleet, vehicleIdOf } from './seed.ts';
import { measureSeen, type Seen } from './seen.ts';

/** As in `infra/main.bicep`. */
export const WAKE_SECONDS = 10;
const HOUR_MS = 3_600_000;
/** What is sent unthrottled is days of driving for a small fleet. */
const LONG_AGO_MS = 120 * HOUR_MS;
const SETTLED_WITHIN_MS = 120_000;
/** So many vehicles' histories are counted. */
const LOOKED_AT = 100;
const MAX_PAGE = 10_000;

/** What a stretch of load has cost. */
export interface Stretch extends Course {
  /** Processor time of the host for each fix, microseconds. */
  readonly cpuPerFix: number;
  readonly cosmos: CosmosUse;
  readonly cloud: CloudCounts;
  /** Messages that waited at most. */
  readonly backlog: number;
  /** From the first request until everything was stored, where that was waited for; else until the last was answered. */
  readonly storedSeconds: number;
}

export interface WholePath {
  readonly vehicles: number;
  readonly unthrottled: Stretch;
  /** One fix a request; only where it was asked for. */
  readonly single?: Stretch;
  readonly wanted: number;
  readonly steady: Stretch;
  readonly seen: Seen;
  /** Messages to the live channel, and their bytes, for each fix while somebody watched. */
  readonly watched: { readonly fixes: number; readonly cloud: CloudCounts };
  /** MiB. */
  readonly memory: { readonly now: number; readonly most: number };
  /** Of some vehicles: fixes that were accepted, and that their histories have. */
  readonly accepted: number;
  readonly kept: number;
}

let questions = 0;

const countsOf = ({ process: cloud }: CloudProcess): Promise<CloudCounts> =>
  new Promise((resolve) => {
    questions += 1;
    const asked = questions;
    const listen = ({ question, counts }: { readonly question: number; readonly counts: CloudCounts }) => {
      if (question !== asked) return;
      cloud.off('message', listen);
      resolve(counts);
    };
    cloud.on('message', listen);
    cloud.send(asked);
  });

/** Everything that was accepted has been drained: a message waits until what it brings is stored. */
const settled = async (cloud: CloudProcess): Promise<void> => {
  const until = performance.now() + SETTLED_WITHIN_MS;
  for (let quiet = 0; quiet < 2 && performance.now() < until; ) {
    await wait(500);
    const { waiting } = await countsOf(cloud);
    quiet = waiting === 0 ? quiet + 1 : 0;
  }
};

/** What `work` costs; with `untilSettled`, until all of it is in the history. */
const stretch = async (
  cloud: CloudProcess,
  host: SpawnedHost,
  work: () => Promise<Course>,
  untilSettled = false,
): Promise<Stretch> => {
  await cloud.cosmosSinceLast();
  const before = await countsOf(cloud);
  const cpuBefore = await cpuOf(host.pid);
  const startedAt = performance.now();
  let backlog = 0;
  const looking = setInterval(() => {
    void countsOf(cloud).then(({ waiting }) => {
      backlog = Math.max(backlog, waiting);
    });
  }, 1_000);
  try {
    const course = await work();
    const after = await countsOf(cloud);
    if (untilSettled) await settled(cloud);
    const storedSeconds = (performance.now() - startedAt) / 1_000;
    const cpu = (await cpuOf(host.pid)) - cpuBefore;
    const counted = between(before, untilSettled ? await countsOf(cloud) : after);
    return {
      ...course,
      storedSeconds,
      cpuPerFix: cpu / course.accepted,
      cosmos: usedBy(await cloud.cosmosSinceLast()),
      cloud: { ...counted, waiting: after.waiting },
      backlog: Math.max(backlog, after.waiting),
    };
  } finally {
    clearInterval(looking);
  }
};

const asking =
  ({ url }: SpawnedHost, { apiKey }: Fleet) =>
  async <Body>(path: string, method: 'GET' | 'POST' = 'GET'): Promise<Body> => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  };
type Asking = ReturnType<typeof asking>;

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor?: string;
}

/** Vehicles from all over the fleet. */
const lookedAt = ({ size }: Fleet) => {
  const count = Math.min(LOOKED_AT, size);
  return Array.from({ length: count }, (_, index) => Math.floor((index * size) / count));
};

const keptOf = async (get: Asking, vehicles: readonly number[], start: number): Promise<number> => {
  const span = `from=${new Date(start - HOUR_MS).toISOString()}&to=${new Date().toISOString()}&limit=${MAX_PAGE}`;
  let kept = 0;
  for (const vehicle of vehicles)
    for (let cursor = '', more = true; more; ) {
      const page: Page = await get(`vehicles/${vehicleIdOf(vehicle)}/positions?${span}${cursor}`);
      kept += page.items.length;
      more = page.nextCursor !== undefined;
      cursor = `&cursor=${page.nextCursor}`;
    }
  return kept;
};

export interface Durations {
  /** After the warm-up, counted and then watched. */
  readonly steady: number;
  readonly unthrottled: number;
}

const measure = async (
  cloud: CloudProcess,
  host: SpawnedHost,
  fleet: Fleet,
  load: Load,
  {
    durations,
    withSingles,
    start,
  }: { readonly durations: Durations; readonly withSingles: boolean; readonly start: number },
): Promise<WholePath> => {
  const get = asking(host, fleet);
  const many = { connections: 16, batch: USUAL_BATCH, seconds: durations.unthrottled };
  const one = { connections: 32, batch: 1, seconds: durations.unthrottled };
  // Nothing is compiled yet, and nothing known of any device or vehicle: the first fix of each costs more than all that follow.
  await load.unthrottled({ ...many, seconds: durations.unthrottled / 3, atLeast: fleet.size + USUAL_BATCH });
  await settled(cloud);
  const unthrottled = await stretch(cloud, host, () => load.unthrottled(many), true);
  if (withSingles) await load.unthrottled({ ...one, seconds: durations.unthrottled / 3 });
  const single = withSingles ? await stretch(cloud, host, () => load.unthrottled(one), true) : undefined;

  const wanted = fleet.size / EVERY_SECONDS;
  await load.steadily(wanted, Math.min(durations.steady, WAKE_SECONDS * 1.5));
  const steady = await stretch(cloud, host, () => load.steadily(wanted, (durations.steady * 2) / 3));
  const before = await countsOf(cloud);
  let fixes = 0;
  const seen = await measureSeen(get, async (onSent) => {
    ({ accepted: fixes } = await load.steadily(wanted, durations.steady / 3, onSent));
  });
  const watched = { fixes, cloud: between(before, await countsOf(cloud)) };
  const memory = await memoryOf(host.pid);
  await settled(cloud);
  const some = lookedAt(fleet);
  return {
    ...{ vehicles: fleet.size, unthrottled, ...(single && { single }), wanted, steady, seen, watched, memory },
    accepted: some.reduce((sum, vehicle) => sum + load.acceptedOf(vehicle), 0),
    kept: await keptOf(get, some, start),
  };
};

/** A fleet that reports to a host of its own, which is as it is deployed but for the limits: these would be what is measured. */
export const measureWholePath = async (
  cloud: CloudProcess,
  fleet: Fleet,
  { stateDir, ...options }: { readonly stateDir: string; readonly durations: Durations; readonly withSingles: boolean },
): Promise<WholePath> => {
  const host = await startHost(cloud, stateDir);
  const start = Date.now() - LONG_AGO_MS;
  const load = loadOn(host.url, fleet, start);
  try {
    return await measure(cloud, host, fleet, load, { ...options, start });
  } finally {
    load.close();
    await host.stop();
  }
};

export const startHost = (cloud: CloudProcess, stateDir: string): Promise<SpawnedHost> =>
  spawnHost({
    appDir: join(import.meta.dirname, '../../..'),
    env: {
      ...cloud.settings,
      TELEMETRY_WAKE_SECONDS: String(WAKE_SECONDS),
      API_REQUESTS_PER_MINUTE: '10000000',
      INGEST_REQUESTS_PER_MINUTE: '100000000',
      HOST_STATE_DIR: stateDir,
    },
  });
