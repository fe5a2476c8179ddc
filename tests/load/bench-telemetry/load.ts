import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { fleetOnStreets } from '../streets.ts';
import { deviceIdOf, type Fleet, vehicleIdOf } from './seed.ts';

/** The last fix of a request, for who wants to know when it can be seen. */
export interface Marked {
  readonly vehicleId: string;
  /** As the API writes it. */
  readonly at: string;
  /** When it was sent, by `performance.now()`. */
  readonly sentAt: number;
}

interface Batch {
  readonly body: Buffer;
  readonly last: Omit<Marked, 'sentAt'>;
  readonly vehicles: readonly number[];
}

/** What was taken so far. */
export interface Course {
  readonly seconds: number;
  readonly accepted: number;
  readonly requests: number;
  /** Requests that were told to come again later, and were. */
  readonly shed: number;
  /** How long a request took that was taken, milliseconds. */
  readonly took: readonly number[];
}

export interface Load {
  /** So many fixes a second, for so long, as far as they are taken; `onSent` learns of each request. Resolves when the last one is answered. */
  steadily(perSecond: number, seconds: number, onSent?: (marked: Marked) => void): Promise<Course>;
  /** As many as this many connections carry, in requests of so many; `atLeast` so many fixes, however long that takes. */
  unthrottled(how: {
    readonly connections: number;
    readonly seconds: number;
    readonly batch: number;
    readonly atLeast?: number;
  }): Promise<Course>;
  /** How many fixes of a vehicle were accepted so far. */
  acceptedOf(vehicle: number): number;
  close(): void;
}

/** The longest that a request waits before it is sent again. */
const LONGEST_REST_MS = 5_000;

/** What an integration sends at once. */
export const USUAL_BATCH = 100;
/** What it has open at once when it sends as its fleet reports. */
const CONNECTIONS = 32;
/** Each vehicle reports so often. */
export const EVERY_SECONDS = 30;

/**
 * Fixes of a fleet that drives, vehicle after vehicle as a provider lists them. Time is the fleet's own: it goes on by what is sent, so that fixes may be
 * sent faster than they could be measured.
 * @param start milliseconds since 1970; long enough ago that nothing that is sent is in the future
 */
export const loadOn = (url: string, { apiKey, size }: Fleet, start: number): Load => {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * CONNECTIONS });
  const driven = fleetOnStreets(size, start, EVERY_SECONDS);
  const accepted = new Uint32Array(size);

  const nextBatch = (batch: number): Batch => {
    const some = Array.from({ length: batch }, driven);
    const fixes = some.map(({ vehicle, at, fix }) => ({
      deviceId: deviceIdOf(vehicle),
      at: new Date(at).toISOString(),
      ...fix,
    }));
    return {
      body: Buffer.from(JSON.stringify({ fixes })),
      last: { vehicleId: vehicleIdOf(some.at(-1)?.vehicle ?? 0), at: fixes.at(-1)?.at ?? '' },
      vehicles: some.map(({ vehicle }) => vehicle),
    };
  };

  /** Its status, and how many seconds to wait when that was said. */
  const post = (body: Buffer) =>
    new Promise<{ readonly status: number; readonly after: number; readonly text: string }>((resolve, reject) => {
      const outgoing = request(`${url}/api/v1/ingest/batch`, {
        agent,
        method: 'POST',
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json', 'content-length': body.length },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const after = Number(response.headers['retry-after'] ?? 0);
          resolve({ status: response.statusCode ?? 0, after, text: Buffer.concat(chunks).toString() });
        });
      });
      outgoing.end(body);
    });

  const course = () => {
    const startedAt = performance.now();
    const counted = { accepted: 0, requests: 0, shed: 0, took: [] as number[] };
    return {
      startedAt,
      done: (): Course => ({ seconds: (performance.now() - startedAt) / 1_000, ...counted }),
      async send({ body, vehicles }: Batch): Promise<void> {
        for (;;) {
          const before = performance.now();
          const { status, after, text } = await post(body);
          if (status === 202) {
            for (const vehicle of vehicles) accepted[vehicle] = (accepted[vehicle] ?? 0) + 1;
            counted.accepted += vehicles.length;
            counted.requests += 1;
            counted.took.push(performance.now() - before);
            return;
          }
          if (status !== 429 && status !== 503) throw new Error(`Fixes were answered ${status}: ${text.slice(0, 300)}`);
          counted.shed += 1;
          await wait(Math.min(LONGEST_REST_MS, Math.max(100, after * 1_000)));
        }
      },
    };
  };

  return {
    async steadily(perSecond, seconds, onSent) {
      const { startedAt, done, send } = course();
      const until = startedAt + seconds * 1_000;
      const every = (USUAL_BATCH / perSecond) * 1_000;
      const underWay = new Set<Promise<void>>();
      const failures: unknown[] = [];
      for (let due = startedAt; due < until && performance.now() < until && failures.length === 0; due += every) {
        const batch = nextBatch(USUAL_BATCH);
        await wait(Math.max(0, due - performance.now()));
        // A fleet does not wait for those before it, but for a connection.
        if (underWay.size >= CONNECTIONS) await Promise.race(underWay);
        onSent?.({ ...batch.last, sentAt: performance.now() });
        const sending = send(batch)
          .catch((error: unknown) => void failures.push(error))
          .finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
      await Promise.all(underWay);
      if (failures.length > 0) throw failures[0];
      await wait(Math.max(0, until - performance.now()));
      return done();
    },
    async unthrottled({ connections, seconds, batch, atLeast = 0 }) {
      const { startedAt, done, send } = course();
      let sent = 0;
      const keepSending = async () => {
        while (sent < atLeast || performance.now() < startedAt + seconds * 1_000) {
          sent += batch;
          await send(nextBatch(batch));
        }
      };
      await Promise.all(Array.from({ length: connections }, keepSending));
      return done();
    },
    acceptedOf: (vehicle) => accepted[vehicle] ?? 0,
    close: () => agent.destroy(),
  };
};
