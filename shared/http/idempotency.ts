import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Partition } from '../documents/documents.ts';
import type { Caller } from '../identity/caller.ts';
import { newKey } from '../identity/keys.ts';
import { digestOf } from '../kernel/digest.ts';
import { conflict, FleetError, invalid, isKind } from '../kernel/errors.ts';
import { idsFrom, type NewId, newId } from '../kernel/ids.ts';
import { type Seal, sealOf } from '../secrets/seal.ts';
import type { Services } from '../services.ts';
import { statusOf, toProblem } from './problem.ts';
import { bytesOf } from './request.ts';

/** What a request makes up while it runs. Under an `Idempotency-Key` all of it is the same when the request has to run again. */
export interface Attempt {
  readonly newId: NewId;
  /** A new secret, `<prefix>_<26 characters>`. */
  readonly newKey: (prefix: string) => string;
  /** Names the request for commands that must be done once; absent without a key. */
  readonly seed?: string;
  /** Whether an earlier attempt was cut off and may have done some of the work. */
  readonly again: boolean;
}

/** One request under its key. */
interface Kept {
  readonly body: string;
  readonly seed: string;
  /** When the first attempt began, and the newest. */
  readonly since: string;
  readonly at: string;
  /** Names the key that seals the answer, and that secrets follow from. */
  readonly secret: string;
  /** `open`: nobody is at it, and it has no answer that may be kept. */
  readonly state: 'running' | 'open' | 'answered';
  readonly answer?: string;
}

export const HEADER = 'idempotency-key';
const KEY = /^[\x20-\x7e]{1,255}$/;
const SECRET = 'idempotency';
const KEEP_SECONDS = 24 * 3_600;
/** No request takes so long: whoever was at it is gone. */
const ABANDONED_MS = 60_000;
/** Of the compressed answer. One that is larger is given, and made anew when it is asked for again. */
const MAX_ANSWER_BYTES = 1_000_000;
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** They belong to the one exchange, not to the answer. */
const OF_THE_EXCHANGE = /^(x-correlation-id|ratelimit.*|retry-after)$/i;

const PLAIN: Attempt = { newId, newKey, again: false };

/** The key of a request that asks to be done once. @throws FleetError `invalid` */
export const idempotencyKeyOf = ({ method, headers }: HttpRequest): string | undefined => {
  const key = headers.get(HEADER);
  if (key === null || !UNSAFE.has(method)) return undefined;
  if (KEY.test(key)) return key;
  throw invalid('idempotency/bad-key', 'An Idempotency-Key has 1 to 255 printable ASCII characters.', [
    { path: [HEADER], message: 'Use something unique, such as a UUID.' },
  ]);
};

const inProgress = () =>
  conflict('idempotency/in-progress', 'The first request with this key is still being worked on.', {
    retryAfterSeconds: 1,
  });

const otherBody = () =>
  new FleetError('unprocessable', 'idempotency/other-body', 'This key was used for a request with another body.');

const begin = (seal: Seal, body: string, now: string): Kept => ({
  body,
  seed: randomBytes(16).toString('hex'),
  since: now,
  at: now,
  secret: seal.version,
  state: 'running',
});

const attemptOf = ({ seed, since }: Kept, seal: Seal, again: boolean): Attempt => {
  let keys = 0;
  return {
    newId: idsFrom(seed, Date.parse(since)),
    newKey: (prefix) => newKey(prefix, seal.derive(`${seed}/${++keys}`)),
    seed,
    again,
  };
};

type Headers = Readonly<Record<string, string>>;

/** The answer as it is kept; undefined when it is a stream, or too large. */
const packed = ({ status = 200, headers, body }: HttpResponseInit): Buffer | undefined => {
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  const ofTheAnswer = Object.entries((headers ?? {}) as Headers).filter(([name]) => !OF_THE_EXCHANGE.test(name));
  const bytes = gzipSync(JSON.stringify({ status, headers: Object.fromEntries(ofTheAnswer), body }));
  return bytes.length <= MAX_ANSWER_BYTES ? bytes : undefined;
};

const replayed = (bytes: Buffer): HttpResponseInit => {
  const answer = JSON.parse(gunzipSync(bytes).toString()) as HttpResponseInit & { readonly headers: Headers };
  return { ...answer, headers: { ...answer.headers, 'idempotent-replayed': 'true' } };
};

/** A failure that the same request would meet again; anything else may be tried again. */
const isFinal = (error: unknown): boolean => statusOf(error) < 500 && !isKind(error, 'too-many');

interface Asked {
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly correlationId: string;
}

type Ports = Pick<Services, 'operations' | 'secrets' | 'clock' | 'log'>;

/**
 * Does a request once, however often it is sent with its `Idempotency-Key` within 24 hours (draft-ietf-httpapi-idempotency-key-header): the same answer again,
 * refusals included, with `idempotent-replayed: true`; 422 for another body; 409 while the first is under way. What failed on our side may be sent again. An
 * attempt that was cut off is taken over after a minute and run with the ids and secrets of the first. Costs two requests to the store; a replay
 * two, taking over four; without the header none.
 *
 * Answers are sealed with a key from the vault, all of them: secrets that are shown once are in some, people in others, and nobody has to remember which.
 */
export const once = async (
  { operations, secrets, clock, log }: Ports,
  { request, caller, correlationId }: Asked,
  run: (attempt: Attempt) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> => {
  const key = idempotencyKeyOf(request);
  if (key === undefined) return run(PLAIN);
  const { pathname, search } = new URL(request.url);
  const id = digestOf(JSON.stringify([caller.actor, request.method, pathname + search, key]));
  // Not as text: bytes that are none would all look alike.
  const body = digestOf((await bytesOf(request)).toString('latin1'));
  const partition = operations.in(caller.tenantId, 'idempotency');
  const now = () => clock().toISOString();

  const work = async (kept: Kept, etag: string, seal: Seal, again: boolean): Promise<HttpResponseInit> => {
    const settle = async (answered: HttpResponseInit | undefined): Promise<void> => {
      const bytes = answered && packed(answered);
      const next: Kept = bytes
        ? { ...kept, state: 'answered', answer: seal.seal(bytes, id) }
        : { ...kept, state: 'open' };
      // The work is done and must be answered: without this note the next attempt finds out by itself, with the same ids.
      await partition
        .put(id, next, { ifMatch: etag, keepSeconds: KEEP_SECONDS })
        .catch((error: unknown) => log.warn('An answer was not kept', { correlationId, error }));
    };
    try {
      const answered = await run(attemptOf(kept, seal, again));
      await settle(answered);
      return answered;
    } catch (error) {
      await settle(isFinal(error) ? toProblem(error, correlationId) : undefined);
      throw error;
    }
  };

  const fresh = await sealOf(secrets, SECRET);
  const first = begin(fresh, body, now());
  const etag = await created(partition, id, first);
  if (etag !== undefined) return work(first, etag, fresh, false);

  const found = await partition.get<Kept>(id);
  if (!found) throw inProgress();
  const { doc } = found;
  if (doc.body !== body) throw otherBody();
  const seal = doc.secret === fresh.version ? fresh : await sealOf(secrets, SECRET, doc.secret);
  if (doc.state === 'answered') return replayed(seal.open(doc.answer ?? '', id));
  if (doc.state === 'running' && clock().getTime() - Date.parse(doc.at) < ABANDONED_MS) throw inProgress();
  const next: Kept = { ...doc, state: 'running', at: now() };
  const taken = await taking(() => partition.put(id, next, { ifMatch: found.etag, keepSeconds: KEEP_SECONDS }));
  if (taken === undefined) throw inProgress();
  return work(next, taken, seal, true);
};

/** The tag of the write, or undefined when somebody else was faster. */
const taking = async (write: () => Promise<string>): Promise<string | undefined> => {
  try {
    return await write();
  } catch (error) {
    if (isKind(error, 'stale')) return undefined;
    throw error;
  }
};

const created = (partition: Partition, id: string, kept: Kept): Promise<string | undefined> =>
  taking(() => partition.put(id, kept, { create: true, keepSeconds: KEEP_SECONDS }));
