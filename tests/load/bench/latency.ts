import type { System } from './system.ts';

export interface LatencyResult {
  readonly samples: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Before anything else that is measured: what is older than the latest position is late, which is another matter. */
const LONG_AGO_MS = 100 * 3_600_000;

interface Frame {
  readonly data?: { readonly vehicles?: readonly { readonly vehicleId: string; readonly at: string }[] };
}

const quantile = (sorted: readonly number[], q: number) =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN) * 10) / 10;

const listen = async ({ post }: System) => {
  const { url, subprotocol } = await post<{ url: string; subprotocol: string }>('live/negotiate', {});
  const socket = new WebSocket(url, subprotocol);
  const waiting = new Map<string, () => void>();
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as Frame;
    for (const { vehicleId, at } of frame.data?.vehicles ?? []) waiting.get(`${vehicleId} ${at}`)?.();
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  return {
    seen: (vehicleId: string, at: string) => new Promise<void>((resolve) => waiting.set(`${vehicleId} ${at}`, resolve)),
    close: () => socket.close(),
  };
};

/** Milliseconds from the POST of a fix to its message on a WebSocket client, one fix at a time, at uneven intervals. */
export const measureLatency = async (system: System, samples: number): Promise<LatencyResult> => {
  const live = await listen(system);
  const taken: number[] = [];
  const base = Date.now() - LONG_AGO_MS;
  for (let index = 0; index < samples; index += 1) {
    const device = system.devices[index % system.devices.length];
    if (!device) throw new Error('There are no devices.');
    const at = new Date(base + index * 1000).toISOString();
    const seen = live.seen(device.vehicleId, at);
    const before = performance.now();
    await Promise.all([
      seen,
      system.post('ingest/batch', { fixes: [{ deviceId: device.deviceId, at, lat: 50, lon: 8, speed: 10 }] }),
    ]);
    taken.push(performance.now() - before);
    await new Promise((resolve) => setTimeout(resolve, (index * 37) % 90));
  }
  live.close();
  const sorted = taken.slice(10).sort((a, b) => a - b);
  return {
    samples: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
  };
};
