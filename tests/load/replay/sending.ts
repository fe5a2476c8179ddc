import { z } from 'zod';
import { type ApiClient, apiClient, explain, type Patience, persistently } from '../api-client.ts';
import type { Cue } from './timeline.ts';

export interface StampedCue extends Cue {
  /** Milliseconds since the epoch. */
  readonly stamp: number;
}

/** Why each fix was rejected; undefined for an accepted one. In the order they were sent. */
export type Verdicts = readonly (string | undefined)[];

/** Sends fixes, waiting out an API that is away. Throws when the key is refused or patience runs out. */
export interface Sender {
  /** How many fixes go into one request. */
  readonly atOnce: number;
  send(cues: readonly StampedCue[]): Promise<Verdicts>;
}

const METRES_PER_SECOND_PER_KNOT = 0.514444;

/** As a phone or tracker does it: one request per fix, with the device's own key in the URL. */
export const osmandSender = (api: string, patience: Patience): Sender => {
  const client = clientFor(api, patience);
  return {
    atOnce: 1,
    async send(cues) {
      const verdicts: (string | undefined)[] = [];
      for (const cue of cues) {
        const path = `/ingest/osmand/${encodeURIComponent(cue.device.key)}?${osmandQuery(cue)}`;
        const answer = await persistently(() => client.call('GET', path), patience);
        if (isRefusal(answer.status)) throw new Error(`The device key is refused: ${explain(answer)}`);
        verdicts.push(answer.status < 300 ? undefined : explain(answer));
      }
      return verdicts;
    },
  };
};

/** As an integration does it: up to 500 fixes per request, with the tenant's API key. */
export const batchSender = (api: string, apiKey: string, patience: Patience): Sender => {
  const client = clientFor(api, patience, apiKey);
  return {
    atOnce: 500,
    async send(cues) {
      const fixes = cues.map(batchFix);
      const answer = await persistently(() => client.call('POST', '/ingest/batch', { fixes }), patience);
      if (isRefusal(answer.status)) throw new Error(`The API key is refused: ${explain(answer)}`);
      if (answer.status !== 202) return cues.map(() => explain(answer));
      const { results } = BatchAnswer.parse(answer.body);
      const codes = new Map(
        results.map(({ index, status, code }) => [index, status === 'accepted' ? undefined : (code ?? status)]),
      );
      return cues.map((_, index) => (codes.has(index) ? codes.get(index) : 'no result'));
    },
  };
};

const BatchAnswer = z.object({
  results: z.array(z.object({ index: z.number(), status: z.string(), code: z.string().optional() })),
});

const clientFor = (api: string, { signal }: Patience, apiKey?: string): ApiClient =>
  apiClient({ api, ...(apiKey === undefined ? {} : { apiKey }), ...(signal ? { signal } : {}) });

const isRefusal = (status: number) => status === 401 || status === 403 || status === 404;

const osmandQuery = ({ point, stamp }: StampedCue): URLSearchParams => {
  const { lat, lon, speed, heading, altitude, accuracy } = point;
  const values = {
    lat,
    lon,
    timestamp: stamp,
    speed: speed === undefined ? undefined : round(speed / METRES_PER_SECOND_PER_KNOT, 4),
    bearing: round(heading, 1),
    altitude: round(altitude, 1),
    accuracy: round(accuracy, 1),
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  return query;
};

const batchFix = ({ device, point, stamp }: StampedCue) => ({
  deviceId: device.deviceId,
  at: new Date(stamp).toISOString(),
  lat: point.lat,
  lon: point.lon,
  speed: round(point.speed, 2),
  heading: round(point.heading, 1),
  altitude: round(point.altitude, 1),
  accuracy: round(point.accuracy, 1),
});

const round = (value: number | undefined, digits: number) =>
  value === undefined ? undefined : Number(value.toFixed(digits));
