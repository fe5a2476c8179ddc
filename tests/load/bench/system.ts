import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestCounts } from '../../../local/cosmos/request-counts.ts';
import type { DemoTenant } from '../../../local/demo/demo-file.ts';
import { seedTenants } from '../../../local/seed/tenants.ts';
import { type SpawnedHost, spawnHost } from '../spawn-host.ts';
import { cpuOf, startCloudProcess } from './processes.ts';

export interface Device {
  readonly vehicleId: string;
  readonly deviceId: string;
}

export interface CosmosUse {
  readonly requests: number;
  readonly requestUnits: number;
  /** By container and kind of operation, requests only. */
  readonly byKind: Readonly<Record<string, number>>;
  /** The same in request units. */
  readonly unitsByKind: Readonly<Record<string, number>>;
}

/** What telemetry caused. The change feed of `events` is polled whether anything happens or not, and is left out. */
export const usedBy = ({ containers }: RequestCounts): CosmosUse => {
  const kinds = Object.entries(containers).flatMap(([container, kinds]) =>
    Object.entries(kinds).flatMap(([kind, tally]) =>
      container === 'leases' || kind === 'changeFeed' ? [] : [{ name: `${container} ${kind}`, ...tally }],
    ),
  );
  return {
    requests: kinds.reduce((sum, { requests }) => sum + requests, 0),
    requestUnits: kinds.reduce((sum, { requestUnits }) => sum + requestUnits, 0),
    byKind: Object.fromEntries(kinds.map(({ name, requests }) => [name, requests])),
    unitsByKind: Object.fromEntries(kinds.map(({ name, requestUnits }) => [name, requestUnits])),
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
  const cloud = await startCloudProcess();
  const { settings } = cloud;
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

  return {
    host,
    settings,
    tenant,
    devices,
    get: <Body>(path: string) => call('GET', path) as Promise<Body>,
    post: <Body>(path: string, body: unknown) => call('POST', path, body) as Promise<Body>,
    cosmosSinceLast: async () => usedBy(await cloud.cosmosSinceLast()),
    hostCpu: () => cpuOf(host.pid),
    async stop() {
      await host.stop();
      await cloud.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
