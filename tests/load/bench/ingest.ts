import autocannon from 'autocannon';
import { fleetOnStreets } from '../streets.ts';
import type { CosmosUse, System } from './system.ts';

export interface IngestResult {
  readonly batch: number;
  readonly fixes: number;
  readonly fixesPerSecond: number;
  /** Of the host process alone, from the first request until everything is in the history. */
  readonly cpuMicrosPerFix: number;
  readonly requestsPerThousand: number;
  readonly unitsPerThousand: number;
  readonly cosmos: CosmosUse;
  /** Fixes found in the history of all vehicles; must be what was accepted. */
  readonly kept: number;
}

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor?: string;
}

const historyOf = async ({ get }: System, vehicleId: string, from: string, to: string): Promise<number> => {
  let count = 0;
  let cursor = '';
  do {
    const page: Page = await get(`vehicles/${vehicleId}/positions?from=${from}&to=${to}&limit=10000${cursor}`);
    count += page.items.length;
    cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
  } while (cursor);
  return count;
};

const totalHistory = async (system: System, from: string, to: string): Promise<number> => {
  let total = 0;
  for (const { vehicleId } of system.devices) total += await historyOf(system, vehicleId, from, to);
  return total;
};

/** Device after device in turn, a second apart, on streets: what cannot have been driven would be dropped. */
const fixSource = ({ devices }: System, start: number) => {
  const driven = fleetOnStreets(devices.length, start, 1);
  return () => {
    const { vehicle, at, fix } = driven();
    return { deviceId: devices[vehicle]?.deviceId, at: new Date(at).toISOString(), ...fix };
  };
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when the fleet has stood still for three looks: what was accepted is in history then. */
const settled = async ({ get }: System): Promise<void> => {
  let seen = '';
  for (let still = 0; still < 3; ) {
    await pause(1_000);
    const { items } = await get<{ items: { at: string }[] }>('vehicles/positions');
    const now = items.map(({ at }) => at).join();
    still = now === seen ? still + 1 : 0;
    seen = now;
  }
};

/** Fills the system with fixes by many connections and waits until all of them are in the history. */
export const measureIngest = async (
  system: System,
  { batch, seconds, connections, start }: { batch: number; seconds: number; connections: number; start: number },
): Promise<IngestResult> => {
  const fix = fixSource(system, start);
  const bodyOf = () => JSON.stringify({ fixes: Array.from({ length: batch }, fix) });
  // Made beforehand: the load must not compete with what it measures.
  const bodies = Array.from({ length: Math.ceil((seconds * 60_000) / batch / 10) }, bodyOf);
  let sent = 0;

  await system.cosmosSinceLast();
  const cpuBefore = await system.hostCpu();
  const before = performance.now();
  const load = await autocannon({
    url: `${system.host.url}/api/v1/ingest/batch`,
    method: 'POST',
    headers: { 'x-api-key': system.tenant.apiKey, 'content-type': 'application/json' },
    connections,
    duration: seconds,
    requests: [{ setupRequest: (request) => ({ ...request, body: bodies[sent++] ?? bodyOf() }) }],
  });
  const elapsed = (performance.now() - before) / 1000;
  if (load.non2xx > 0 || load.errors > 0) throw new Error(`${load.non2xx} refusals, ${load.errors} errors.`);
  const fixes = load['2xx'] * batch;

  const from = new Date(start).toISOString();
  const to = new Date(start + 15 * 3_600_000).toISOString();
  await settled(system);
  const cpu = (await system.hostCpu()) - cpuBefore;
  const cosmos = await system.cosmosSinceLast();
  const kept = await totalHistory(system, from, to);
  return {
    batch,
    fixes,
    fixesPerSecond: Math.round(fixes / elapsed),
    cpuMicrosPerFix: Math.round((cpu / fixes) * 10) / 10,
    requestsPerThousand: Math.round((cosmos.requests / fixes) * 10_000) / 10,
    unitsPerThousand: Math.round((cosmos.requestUnits / fixes) * 1_000),
    cosmos,
    kept,
  };
};
