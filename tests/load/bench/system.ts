import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoTenant } from '../../../local/demo/demo-file.ts';
import { seedTenants } from '../../../local/seed/tenants.ts';
import { type SpawnedHost, spawnHost } from '../spawn-host.ts';

export interface Device {
  readonly vehicleId: string;
  readonly deviceId: string;
}

export interface CosmosUse {
  readonly requests: number;
  readonly requestUnits: number;
  /** By container and kind of operation, requests only. */
  readonly byKind: Readonly<Record<string, number>>;
}

interface Counts {
  readonly containers: Readonly<Record<string, Readonly<Record<string, { requests: number; requestUnits: number }>>>>;
}

/** What telemetry caused. The change feed of `events` is polled whether anything happens or not, and is left out. */
const usedBy = ({ containers }: Counts): CosmosUse => {
  const kinds = Object.entries(containers).flatMap(([container, kinds]) =>
    Object.entries(kinds).flatMap(([kind, tally]) =>
      container === 'leases' || kind === 'changeFeed' ? [] : [{ name: `${container} ${kind}`, ...tally }],
    ),
  );
  return {
    requests: kinds.reduce((sum, { requests }) => sum + requests, 0),
    requestUnits: kinds.reduce((sum, { requestUnits }) => sum + requestUnits, 0),
    byKind: Object.fromEntries(kinds.map(({ name, requests }) => [name, requests])),
  };
};

/** The whole system on free ports: the cloud and the host in processes of their own, the load in this one. */
export interface System {
  readonly host: SpawnedHost;
  /** The app settings that point at the cloud. */
  readonly settings: Readonly<Record<string, string>>;
  readonly tenant: DemoTenant;
  readonly devices: readonly Device[];
  get<Body>(path: string): Promise<Body>;
  post<Body>(path: string, body: unknown): Promise<Body>;
  /** What the Cosmos stand-in has counted since the last call. */
  cosmosSinceLast(): Promise<CosmosUse>;
  /** Processor time of the host so far, microseconds. */
  hostCpu(): Promise<number>;
  stop(): Promise<void>;
}

const CLOCK_TICKS_PER_SECOND = 100;

/** User and system time of a process from `/proc` (proc(5), fields 14 and 15), microseconds. */
const cpuOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND) * 1e6;
};

const client = (url: string, apiKey: string) => async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

export const startSystem = async (vehicles: number): Promise<System> => {
  const dir = await mkdtemp(join(tmpdir(), 'wayfleet-bench-'));
  const cloud = fork(join(import.meta.dirname, 'cloud-process.ts'));
  const [settings] = (await once(cloud, 'message')) as [Record<string, string>];
  const [tenant] = await seedTenants(settings, 'what the keys are made from');
  if (!tenant) throw new Error('There is no demo tenant.');
  const host = await spawnHost({
    appDir: join(import.meta.dirname, '../../..'),
    env: { ...settings, HOST_STATE_DIR: join(dir, 'host') },
  });
  const call = client(host.url, tenant.apiKey);

  const devices: Device[] = [];
  for (let index = 0; index < vehicles; index += 1) {
    const vehicle = (await call('POST', 'vehicles', { name: `Vehicle ${index + 1}` })) as { id: string };
    const device = (await call('POST', 'devices', { vehicleId: vehicle.id })) as { id: string };
    devices.push({ vehicleId: vehicle.id, deviceId: device.id });
  }

  const cosmos = /AccountEndpoint=([^;]+)/.exec(settings.COSMOS ?? '')?.[1] ?? '';
  return {
    host,
    settings,
    tenant,
    devices,
    get: <Body>(path: string) => call('GET', path) as Promise<Body>,
    post: <Body>(path: string, body: unknown) => call('POST', path, body) as Promise<Body>,
    async cosmosSinceLast() {
      const counts = (await (await fetch(new URL('_local/requests', cosmos))).json()) as Counts;
      await fetch(new URL('_local/requests/reset', cosmos), { method: 'POST' });
      return usedBy(counts);
    },
    hostCpu: () => cpuOf(host.pid),
    async stop() {
      await host.stop();
      cloud.disconnect();
      await once(cloud, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
};
