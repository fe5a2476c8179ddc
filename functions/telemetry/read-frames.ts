import { json } from '../../shared/http/respond.ts';
import { FleetError, type Issue, notFound, unprocessable } from '../../shared/kernel/errors.ts';
import type { Message, Protocol } from './protocols/protocol.ts';
import type { Fate } from './take-in.ts';

/** What frames travel as; nothing is made of the difference. */
export const FRAME_MEDIA = ['application/octet-stream', 'text/plain', 'application/json'];
/** 5,000 fixes with all they may say; compressed or not. */
export const MAX_INGEST_BYTES = 4 * 1024 * 1024;
export const MAX_READINGS = 5_000;
/** Of more the answer does not tell. */
const MAX_ISSUES = 100;

/** @throws FleetError `not-found` when we do not speak it */
export const protocolNamed = (known: ReadonlyMap<string, Protocol>, name: string): Protocol => {
  const protocol = known.get(name);
  if (protocol) return protocol;
  throw notFound('telemetry/unknown-protocol', 'There is no such protocol.', { protocols: [...known.keys()] });
};

/** @throws FleetError `too-large` when it says more than is taken at once */
export const readFrames = (protocol: Protocol, bytes: Buffer, now: number): Message => {
  const message = protocol.read(bytes, now);
  if (message.readings.length > MAX_READINGS)
    throw new FleetError('too-large', 'telemetry/too-many-fixes', `Send at most ${MAX_READINGS} fixes at once.`, {
      limit: MAX_READINGS,
    });
  return message;
};

/** What is wrong with those that were dropped. */
export const issuesIn = (fates: readonly Fate[]): readonly Issue[] =>
  fates.flatMap((fate) => (fate.status === 'dropped' ? [fate.issue] : [])).slice(0, MAX_ISSUES);

/** Nothing of a message could be used; what was dropped is counted all the same. */
export const unusable = (facts: Record<string, unknown>): FleetError =>
  unprocessable('telemetry/nothing-usable', 'There is nothing in it that can be used.', facts);

/** What is told of what a device has sent. @throws FleetError `unprocessable` when nothing of it could be used */
export const ingested = (fates: readonly Fate[]) => {
  const accepted = fates.filter(({ status }) => status === 'accepted').length;
  const issues = issuesIn(fates);
  if (accepted === 0) throw unusable({ issues });
  return json(202, { accepted, rejected: fates.length - accepted, ...(issues.length > 0 && { issues }) });
};
