import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tooMany } from '../kernel/errors.ts';
import { countShed } from '../observability/metrics.ts';
import { perServices } from '../services.ts';

/** Why an instance takes no more. */
type Strain = 'held' | 'delay';

export interface Limits {
  /** Of all requests that are under way together, in bytes. */
  readonly maxHeld: number;
  /** How late the event loop may be, on average over a second, in milliseconds. */
  readonly maxDelayMs: number;
}

/** An eighth of the smallest instance there is: what is refused beyond it can be sent again, what an instance out of memory held cannot. */
const LIMITS: Limits = { maxHeld: 64 * 1024 * 1024, maxDelayMs: 500 };
/** About what a request takes beside its body: sockets, promises, what was looked up for it. */
const REQUEST_BYTES = 16 * 1024;
/** What is made of a body is about as large as the body. */
const COPIES = 2;
/** By how much text shrinks, about. */
const COMPRESSION = 8;

const RESOLUTION_MS = 20;
const WINDOW_MS = 1_000;
const NANOSECONDS = 1e6;
/** Those who are refused together must not come back together. */
const MAX_RETRY_SECONDS = 5;

/** How late the event loop was in the last second, on average, in milliseconds. */
export const eventLoopDelay = (): (() => number) => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let delay = 0;
  setInterval(() => {
    delay = histogram.count > 0 ? Math.max(0, histogram.mean / NANOSECONDS - RESOLUTION_MS) : 0;
    histogram.reset();
  }, WINDOW_MS).unref();
  return () => delay;
};

/** What a request weighs before it is read. */
export const weightOf = (headers: Pick<Headers, 'get' | 'has'>): number => {
  const announced = Number(headers.get('content-length') ?? 0) || 0;
  return REQUEST_BYTES + announced * COPIES * (headers.has('content-encoding') ? COMPRESSION : 1);
};

export interface Shedding {
  /**
   * Lets a request of this weight in; call what it answers when the request is over.
   * @throws FleetError `too-many` when the instance has enough to do
   */
  admit(weight: number): () => void;
}

/**
 * Refuses work before there is so much of it that all of it fails: a broker that hangs holds up requests, and a busy event loop answers none of them in time.
 * A request alone is always let in, however heavy.
 */
export const shedding = ({ maxHeld, maxDelayMs }: Limits, delayMs: () => number): Shedding => {
  let held = 0;
  let shed = 0;

  const strainWith = (weight: number): Strain | undefined => {
    if (held > 0 && held + weight > maxHeld) return 'held';
    return delayMs() > maxDelayMs ? 'delay' : undefined;
  };

  return {
    admit(weight) {
      const strain = strainWith(weight);
      if (strain) {
        countShed(strain);
        shed += 1;
        throw tooMany('limits/overloaded', 'There is too much at once just now; send it again in a moment.', {
          retryAfterSeconds: 1 + (shed % MAX_RETRY_SECONDS),
        });
      }
      held += weight;
      let isOver = false;
      return () => {
        if (!isOver) held -= weight;
        isOver = true;
      };
    },
  };
};

/** Of the instance. */
export const sheddingOf = perServices(({ delayMs }) => shedding(LIMITS, delayMs));
