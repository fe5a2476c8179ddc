import type { z } from 'zod';
import type { Outbound, OutboundAnswer, OutboundRequest } from '../../../shared/http/outbound.ts';
import type { ConnectionSettings, Failure } from '../contract.ts';

/** What it takes to ask a provider for one account. */
export interface Link {
  readonly server: string;
  readonly settings: ConnectionSettings;
  /** An API token, or a password. */
  readonly secret: string;
  readonly outbound: Outbound;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What this instance remembers of the account, and may forget. */
  readonly memory: { session?: unknown };
}

/** A part of what there is since the token. */
export interface FeedPage {
  /** For the decoder of the provider. */
  readonly payload: unknown;
  /** From where to go on. Nothing before it is told again. */
  readonly token: string;
  /** Whether there is more at once. */
  readonly more: boolean;
}

/**
 * Asks for what comes after a token; without one, from now on, or from what the provider still has.
 * @throws FeedFailure
 */
export type Feed = (link: Link, token: string | undefined) => Promise<FeedPage>;

/** Nothing came, and why. */
export class FeedFailure extends Error {
  override readonly name = 'FeedFailure';
  readonly failure: Failure;
  /** How long the provider wants to be left alone. */
  readonly retryAfterSeconds: number | undefined;

  constructor(failure: Failure, message: string, retryAfterSeconds?: number, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Longer than this is nobody's `Retry-After`. */
const MAX_RETRY_SECONDS = 6 * 3_600;

/** `Retry-After` as seconds, whether it says seconds or a date (RFC 9110, 10.2.3). */
export const retryAfterOf = (headers: Headers, now: number): number | undefined => {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1_000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), MAX_RETRY_SECONDS) : undefined;
};

const requireSuccess = ({ status, headers }: OutboundAnswer, now: number): void => {
  if (status >= 200 && status < 300) return;
  if (status === 401 || status === 403) throw new FeedFailure('refused', `The provider answers ${status}.`);
  const failure = status === 429 ? 'throttled' : status >= 500 ? 'unavailable' : 'malformed';
  throw new FeedFailure(failure, `The provider answers ${status}.`, retryAfterOf(headers, now));
};

const answerOf = async (link: Link, request: OutboundRequest): Promise<OutboundAnswer> => {
  try {
    return await link.outbound.ask(request);
  } catch (cause) {
    throw new FeedFailure('unavailable', 'The provider does not answer.', undefined, { cause });
  }
};

/** Asks, and expects JSON of this form. @throws FeedFailure */
export const askFor = async <Schema extends z.ZodType>(
  link: Link,
  request: OutboundRequest,
  schema: Schema,
): Promise<{ readonly body: z.output<Schema>; readonly headers: Headers }> => {
  const answer = await answerOf(link, request);
  requireSuccess(answer, link.now);
  try {
    return { body: schema.parse(JSON.parse(answer.text)), headers: answer.headers };
  } catch (cause) {
    throw new FeedFailure('malformed', 'The provider answers something else.', undefined, { cause });
  }
};

/** What a token consists of, where that is more than one thing. @throws FeedFailure when it is none of ours: to begin anew would leave something out. */
export const tokenParts = <Schema extends z.ZodObject>(
  schema: Schema,
  token: string | undefined,
): z.output<Schema> | undefined => {
  if (token === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(token)) as z.output<Schema>;
  } catch (cause) {
    throw new FeedFailure('malformed', 'A resume token cannot be read.', undefined, { cause });
  }
};
