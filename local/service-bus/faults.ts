import { createServer } from 'node:http';
import { z } from 'zod';
import { bodyOf, type Listening, listen } from '../shared/http-server.ts';
import { notSimulated } from '../shared/not-simulated.ts';

const BODY_BYTES = 64 * 1024;

const schema = z.strictObject({
  kind: z.enum(['disconnect', 'lose-lock', 'busy']),
  /** A queue, topic or subscription; by default the whole namespace. */
  entity: z.string().optional(),
  /** How many locks are lost (all by default) or requests refused (one by default). */
  count: z.int().positive().optional(),
});
export type Fault = z.infer<typeof schema>;

/** Serves `GET /_local/counts` and `POST /_local/faults`, which answers how many connections, locks or requests it hits. */
export const serveAdmin = (
  port: number,
  counts: () => unknown,
  inject: (fault: Fault) => number,
): Promise<Listening> => {
  const answer = (route: string, body: string): [status: number, value: unknown] => {
    if (route === 'GET /_local/counts') return [200, counts()];
    if (route !== 'POST /_local/faults') return [501, { error: notSimulated(route, 'service-bus') }];
    try {
      const { data, error } = schema.safeParse(JSON.parse(body));
      return data ? [200, { hit: inject(data) }] : [400, { error: `Not a fault: ${z.prettifyError(error)}` }];
    } catch (error) {
      return [400, { error: error instanceof Error ? error.message : String(error) }];
    }
  };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request, BODY_BYTES);
    const [status, value] = answer(`${request.method} ${request.url}`, String(body ?? ''));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value, undefined, 2));
  });
  return listen(server, port);
};
