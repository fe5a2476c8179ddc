import fc from 'fast-check';
import problems from '../../../functions/api/problems.json' with { type: 'json' };
import type { EventStore, StreamRef } from '../../../shared/eventstore/event-store.ts';
import type { Answer, World } from '../../../shared/testing/world.ts';
import { type Established, establish } from './company.ts';
import { anyRequestFor } from './hostile.ts';
import { documentedApi, isRead, type Operation } from './operations.ts';
import { type Prepared, requestFor } from './requests.ts';
import { send } from './strangers.ts';

const LISTED = new Map(problems.map(({ code, status }) => [code, status]));

/** The same event store; `appended` learns which streams have grown. */
export const noting = (streams: EventStore, appended: StreamRef[]): EventStore => ({
  ...streams,
  async append(stream, ...rest) {
    const recorded = await streams.append(stream, ...rest);
    if (recorded.length > 0) appended.push(stream);
    return recorded;
  },
});

const problemsOf = ({ status, headers, body, text }: Answer): string[] => {
  if (status < 400) return [];
  if (status >= 500) return [`${status} ${text}`];
  const { code, detail, title, correlationId } = body;
  return [
    ...(headers.get('content-type') === 'application/problem+json' ? [] : ['no problem document']),
    ...(LISTED.get(String(code)) === status ? [] : [`${code} is not listed with ${status}`]),
    ...(body.status === status ? [] : [`says ${body.status}, is ${status}`]),
    ...([detail, title, correlationId].every((one) => typeof one === 'string' && one !== '') ? [] : ['says nothing']),
  ];
};

/** Several things are done by one request: each of them has a stream of its own. */
const MAY_TOUCH_MANY = new Set(['vehicles-bulk', 'drivers-bulk']);
/** What one thing means for another: a person who accepts becomes a member, an address that was never heard of becomes a driver. */
const MAY_TOUCH_TWO = new Set(['access-acceptInvitation', 'assignments-assign', 'assignments-startHandOver']);

const maxStreams = ({ id }: Operation): number =>
  MAY_TOUCH_MANY.has(id) ? Number.POSITIVE_INFINITY : MAY_TOUCH_TWO.has(id) ? 2 : 1;

const identityFor = ({ id }: Operation, { owner, company }: Established) =>
  id === 'telemetry-ingestBatch' ? { 'x-api-key': company.apiKey } : owner;

interface Fuzzed {
  readonly world: World;
  readonly appended: StreamRef[];
}

/** What is wrong with how a request was answered, and with what it has left behind. */
const flawsOf = async (
  { world, appended }: Fuzzed,
  scene: Established,
  operation: Operation,
  request: Prepared,
  tally: Record<string, number>,
): Promise<string[]> => {
  appended.length = 0;
  const answer = await send(world, request, identityFor(operation, scene));
  const { status } = answer;
  tally[status] = (tally[status] ?? 0) + 1;
  const streams = [...new Set(appended.map(({ tenantId, streamId }) => `${tenantId}/${streamId}`))];
  const allowed = status >= 400 || isRead(operation) ? 0 : maxStreams(operation);
  return [
    ...problemsOf(answer),
    ...(streams.length > allowed ? [`${status}, and it has written to ${streams}`] : []),
    ...streams.filter((stream) => !stream.startsWith(`${scene.company.tenantId}/`)),
  ];
};

export interface Found {
  readonly flaws: readonly string[];
  /** How many requests were answered with each status. */
  readonly tally: Readonly<Record<string, number>>;
}

/**
 * Sends every operation of the API's document `runs` requests: such as its schemas allow, at their edges, and far from them.
 * @param seed the same requests for the same seed.
 */
export const fuzz = async (fuzzed: Fuzzed, runs: number, seed: number): Promise<Found> => {
  const { world } = fuzzed;
  const api = await documentedApi();
  const tally: Record<string, number> = {};
  const flaws: string[] = [];
  let companies = 0;
  const newCompany = () => {
    companies += 1;
    return establish(world, { label: `Acme${companies} North`, lat: 49.01234, lon: 8.43215 });
  };
  let scene = await newCompany();
  for (const operation of api.operations) {
    const usual = await send(world, requestFor(api, operation, scene.values), identityFor(operation, scene));
    // Earlier requests have ended what this one is about.
    if (usual.status >= 400) scene = await newCompany();
    const property = fc.asyncProperty(anyRequestFor(api, operation, scene.values), async (request) => {
      const found = await flawsOf(fuzzed, scene, operation, request, tally);
      if (found.length > 0) throw new Error(found.join('; '));
    });
    const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed });
    if (failed) flaws.push(`${operation.id}: ${errorInstance} for ${JSON.stringify(counterexample)}`.slice(0, 2_000));
  }
  return { flaws, tally };
};
