import { setTimeout as sleep } from 'node:timers/promises';
import { apiClient } from '../seed/api-client.ts';
import { readDemo } from '../seed/demo.ts';
import { persistently } from '../seed/persistence.ts';
import { type Clock, systemClock } from '../shared/clock.ts';
import type { DriverState } from './driver.ts';
import { advance, createFleet, dawn, type FleetVehicle } from './fleet.ts';
import { networkOf } from './network.ts';
import { outbox } from './outbox.ts';
import { type Memory, recall } from './recall.ts';
import { REGIONS, type RegionId } from './regions.ts';
import { type Fix, isDue, report } from './tracker.ts';

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
const CAPACITY = 20_000;

/**
 * Drives the demo fleets and reports their fixes until stopped. Where a vehicle is follows from the seed and the clock, so a
 * restart continues where the fleet would have been; odometers continue from the last position the API knows.
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
  const { api, intervalMs = 2 * SECOND, seed = 'wayfleet', log = () => undefined, clock = systemClock } = options;
  const client = apiClient({ api, apiKey: tenant.apiKey, signal });
  const memories = await persistently(() => recall(client), { patience: Number.POSITIVE_INFINITY, signal });
  const box = outbox({ client, signal, log, capacity: CAPACITY });
  const units = unitsOf(tenant, seed, memories, wholeSecond(clock));
  log(`Driving ${units.length} vehicles of the ${tenant.region} fleet.`);

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

/** A vehicle, its device and how far it has come. */
interface Unit {
  readonly deviceId: string;
  readonly vehicle: FleetVehicle;
  readonly odometer: number;
  readonly idle: number;
  state: DriverState;
  reported: DriverState | undefined;
}

const unitsOf = (
  { devices, region }: SimulatedTenant,
  seed: string,
  memories: ReadonlyMap<string, Memory>,
  now: number,
): Unit[] => {
  const driven = devices.slice(1);
  const kinds = driven.map(({ vehicleId }) => memories.get(vehicleId)?.kind ?? 'van');
  const fleet = createFleet(networkOf(REGIONS[region]), seed, kinds);
  return fleet.flatMap((vehicle, index) => {
    const device = driven[index];
    if (!device) return [];
    const { state, odometer } = resume(vehicle, memories.get(device.vehicleId), now);
    return [
      { deviceId: device.deviceId, vehicle, state, odometer, idle: (15 + (index % 16)) * SECOND, reported: undefined },
    ];
  });
};

/** Today from dawn to now, and what the odometer must have shown at dawn for it to go on from its last reading. */
const resume = (vehicle: FleetVehicle, memory: Memory | undefined, now: number) => {
  const morning = dawn(vehicle, now);
  const last = memory?.odometer ?? { metres: Math.round((20 + 260 * vehicle.draw('odometer')) * 1e6), at: 0 };
  const then = advance(vehicle, morning, Math.min(last.at, now));
  return { state: advance(vehicle, then, now), odometer: last.metres - then.odometer };
};

const drive = (unit: Unit, now: number): Fix | undefined => {
  unit.state = advance(unit.vehicle, unit.state, now);
  if (!isDue(unit.state, unit.reported, unit.idle)) return undefined;
  unit.reported = unit.state;
  return report(unit.deviceId, unit.state, unit.odometer, unit.vehicle.draw);
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

if (import.meta.main)
  driveTheDemo().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
