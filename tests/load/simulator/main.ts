import { setTimeout as sleep } from 'node:timers/promises';
import { readDemo } from '../../../local/demo/demo-file.ts';
import { type Clock, systemClock } from '../../../local/shared/clock.ts';
import { isProgram } from '../../../local/shared/is-program.ts';
import { apiClient, persistently } from '../api-client.ts';
import { backfill } from './backfill.ts';
import { courier } from './courier.ts';
import { networkOf } from './network.ts';
import { outbox } from './outbox.ts';
import { equip, provideGeofences } from './provide.ts';
import { recall } from './recall.ts';
import { REGIONS, type RegionId } from './regions.ts';
import { sitesOf } from './sites.ts';
import { drive, unitsOf } from './unit.ts';

export interface SimulatedTenant {
  readonly apiKey: string;
  /** As in `.local/demo.json`: the first stays free for a replay or a phone, the others are driven. */
  readonly devices: readonly { readonly vehicleId: string; readonly deviceId: string }[];
  readonly region: RegionId;
}

export interface SimulatorOptions {
  /** Origin of the API. */
  readonly api: string;
  readonly tenants: readonly SimulatedTenant[];
  /** Milliseconds between the fixes of a moving vehicle; 2,000 when left out. */
  readonly intervalMs?: number;
  /** Milliseconds back from the start for which missing tracks are filled in; eight hours when left out. */
  readonly historyMs?: number;
  /** Another seed, another fleet. */
  readonly seed?: string;
  readonly log?: (message: string) => void;
  readonly clock?: Clock;
}

export interface Simulator {
  /** Stops driving and sending; what is not sent yet is dropped. Safe to call twice. */
  stop(): Promise<void>;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const CAPACITY = 20_000;

/**
 * Drives the demo fleets and reports their fixes until stopped. Where a vehicle is follows from the seed and the clock, so a
 * restart continues where the fleet would have been and tells first what it did meanwhile; odometers continue from the last
 * position the API knows.
 */
export const startSimulator = (options: SimulatorOptions): Simulator => {
  const { log = () => undefined } = options;
  const stopping = new AbortController();
  const running = options.tenants.map(async (tenant) => {
    try {
      await operate(tenant, options, stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted)
        log(`The ${tenant.region} fleet stopped: ${error instanceof Error ? error.message : error}`);
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
};

const operate = async (tenant: SimulatedTenant, options: SimulatorOptions, signal: AbortSignal) => {
  const { api, intervalMs = 2 * SECOND, historyMs = 8 * HOUR, seed = 'wayfleet', clock = systemClock } = options;
  const { log = () => undefined } = options;
  const client = apiClient({ api, apiKey: tenant.apiKey, signal });
  const patience = { patience: Number.POSITIVE_INFINITY, signal };
  const memories = await persistently(() => recall(client), patience);
  const send = courier({ client, signal, log });
  const start = wholeSecond(clock);
  const units = unitsOf({ ...tenant, seed, memories }, start - historyMs, start);
  const fleet = units.map(({ vehicle }) => vehicle);
  // Whoever comes later than the vehicles does not see them come.
  await persistently(() => provideGeofences(client, sitesOf(networkOf(REGIONS[tenant.region]), fleet), log), patience);
  await persistently(() => equip(client, memories, log), patience);
  log(`Driving ${units.length} vehicles of the ${tenant.region} fleet.`);

  const began = performance.now();
  const { fixes, vehicles } = await backfill(units, start, send);
  const seconds = ((performance.now() - began) / SECOND).toFixed(1);
  const from = new Date(Math.min(...units.map(({ knownUntil }) => knownUntil)));
  if (fixes > 0) log(`Filled in ${fixes} fixes of ${vehicles} vehicles since ${from.toISOString()}, in ${seconds} s.`);

  const box = outbox({ send, signal, log, capacity: CAPACITY });
  try {
    for (;;) {
      const now = wholeSecond(clock);
      box.add(units.flatMap((unit) => drive(unit, now) ?? []));
      await sleep(intervalMs, undefined, { signal });
    }
  } finally {
    await box.settled();
  }
};

const wholeSecond = (clock: Clock) => Math.floor(clock.now() / SECOND) * SECOND;

const driveTheDemo = async () => {
  const demo = await readDemo();
  const regions = Object.keys(REGIONS) as RegionId[];
  const tenants = demo.tenants.flatMap((tenant, index) => {
    const region = regions[index];
    return region ? [{ ...tenant, region }] : [];
  });
  const simulator = startSimulator({ api: demo.api, tenants, log: console.log });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.stop());
};

if (isProgram(import.meta.filename))
  driveTheDemo().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
