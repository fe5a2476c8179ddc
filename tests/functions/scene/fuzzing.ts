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

/** What has one stream for all of it, or is found by another name. */
const IS_PART_OF_ANOTHER = /^(groups-|assignments-(endOne|cancel)$)/;
/** Of what there are several, each with a stream of its own. */
const ARE_SEVERAL = new Set(['vehicles-bulk', 'drivers-bulk', 'trips-bulk', 'geofences-import']);
/** What one thing means for another: who accepts becomes a member, an address that was never heard of becomes a driver. */
const MEANS_ANOTHER = new Set(['access-acceptInvitation', 'assignments-assign', 'assignments-startHandOver']);

const maxStreams = ({ id }: Operation): number =>
  ARE_SEVERAL.has(id) ? Number.POSITIVE_INFINITY : MEANS_ANOTHER.has(id) ? 2 : 1;

/** Streams that a request had no business with: it is about one thing, and that is in its path unless it makes it. */
const strayIn = (streams: readonly string[], operation: Operation, { path }: Prepared): string[] => {
  const { id, route } = operation;
  if (!route.includes('{') || IS_PART_OF_ANOTHER.test(id) || MEANS_ANOTHER.has(id)) return [];
  const named = path.split(/[/?]/).map(decodeURIComponent);
  return streams.filter((stream) => !named.some((name) => stream.endsWith(`-${name}`)));
};

const identityFor = ({ id }: Operation, { owner, company }: Established) =>
  /^telemetry-ingest(Batch|Frames)$/.test(id) ? { 'x-api-key': company.apiKey } : owner;

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
    ...strayIn(streams, operation, request).map((stream) => `not about ${stream}`),
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
    const usual = () => send(world, requestFor(api, operation, scene.values), identityFor(operation, scene));
    // Earlier requests have ended what this one is about.
    if ((await usual()).status >= 400) scene = await newCompany();
    const asItShouldBe = requestFor(api, operation, scene.values);
    flaws.push(
      ...(await flawsOf(fuzzed, scene, operation, asItShouldBe, tally)).map((flaw) => `${operation.id}: ${flaw}`),
    );
    const property = fc.asyncProperty(anyRequestFor(api, operation, scene.values), async (request) => {
      const found = await flawsOf(fuzzed, scene, operation, request, tally);
      if (found.length > 0) throw new Error(found.join('; '));
    });
    const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed });
    if (failed) flaws.push(`${operation.id}: ${errorInstance} for ${JSON.stringify(counterexample)}`.slice(0, 2_000));
  }
  return { flaws, tally };
};
