import type { HttpRequest } from '@azure/functions';
import { statusOf } from '../http/problem.ts';
import { addressOf } from '../http/request.ts';
import type { Caller } from '../identity/caller.ts';
import { FleetError } from '../kernel/errors.ts';
import type { Services } from '../services.ts';
import type { Subject } from './entry.ts';
import { trailOf } from './trail.ts';

/** Whom a refusal concerns. */
export type Concerned = Pick<Caller, 'tenantId' | 'actor'>;

const concerned = new WeakMap<FleetError, Concerned>();

/** Says whom a refusal concerns although they were not let in: whose key has expired, whose session was ended. It is theirs to see, not the caller's. */
export const concerning = (error: FleetError, who: Concerned): FleetError => {
  concerned.set(error, who);
  return error;
};

/** Whatever the method. */
const ALWAYS = new Set([401, 403, 429]);
/** A rule that says no, a version that has moved on, a key used twice: of who wanted to change something. */
const OF_COMMANDS = new Set([409, 412, 422]);
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const MAX_ID = 128;

/** What the path names last; nothing of a key that is part of the path. */
const subjectOf = ({ params }: HttpRequest): Subject | undefined => {
  const [last] = Object.entries(params)
    .filter(([name]) => name.endsWith('Id'))
    .slice(-1);
  return last && { kind: last[0].slice(0, -2), id: last[1].slice(0, MAX_ID) };
};

export interface Refused {
  readonly request: HttpRequest;
  readonly correlationId: string;
  /** Absent when it was not come so far. */
  readonly caller?: Caller;
  /** The name of the function. */
  readonly action: string;
  /** Positions come in by the thousand: that a vehicle is out of service is no command refused. */
  readonly isCommand: boolean;
}

/** Notes a refusal in the trail of the company that it concerns, if any, and if it is one to be noted. */
export const noteRefusal = (services: Services, refused: Refused, error: unknown): void => {
  if (!(error instanceof FleetError)) return;
  const { request, correlationId, action, isCommand } = refused;
  const who = refused.caller ?? concerned.get(error);
  const status = statusOf(error);
  const isNoted = ALWAYS.has(status) || (isCommand && OF_COMMANDS.has(status) && !SAFE.has(request.method));
  if (!who || !isNoted) return;
  const [from, subject] = [addressOf(request), subjectOf(request)];
  trailOf(services).refused(who.tenantId, {
    at: services.clock().toISOString(),
    actor: who.actor,
    ...(from && { from }),
    correlationId,
    action,
    ...(subject && { subject }),
    refusal: { status, code: error.code, message: error.message },
  });
};
