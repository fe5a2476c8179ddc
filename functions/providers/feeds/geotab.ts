import { z } from 'zod';
import { isServerOf } from '../servers.ts';
import { askFor, type Feed, FeedFailure, type Link, retryAfterOf, tokenParts } from './feed.ts';

/** Geotab gives up to 50,000 a call; so many are about 2 MB. */
const PER_CALL = 5_000;

const Session = z.object({
  server: z.string(),
  credentials: z.looseObject({ database: z.string(), userName: z.string(), sessionId: z.string() }),
});
type Session = z.infer<typeof Session>;

/** It answers 200 even when it has a complaint. */
const Answer = z.object({
  result: z.unknown().optional(),
  error: z
    .looseObject({
      name: z.string().optional(),
      errors: z.array(z.looseObject({ name: z.string().optional() })).optional(),
      data: z.looseObject({ type: z.string().optional() }).optional(),
    })
    .optional(),
});
const SignedIn = z.object({ credentials: Session.shape.credentials, path: z.string() });
const Records = z.object({ data: z.array(z.unknown()), toVersion: z.string() });

const Token = z.object({ logs: z.string(), statuses: z.string() });

/** What a complaint means. A session that is over is one of a user who is not valid. */
const COMPLAINTS: Readonly<Record<string, 'refused' | 'throttled' | 'unavailable'>> = {
  InvalidUserException: 'refused',
  OverLimitException: 'throttled',
  DbUnavailableException: 'unavailable',
  ServiceUnavailableException: 'unavailable',
};

const complaintOf = ({ name, errors = [], data }: NonNullable<z.infer<typeof Answer>['error']>): string =>
  [...errors.map((error) => error.name), data?.type, name].find((one) => one !== undefined && one in COMPLAINTS) ?? '';

const call = async <Schema extends z.ZodType>(
  link: Link,
  server: string,
  method: string,
  params: object,
  schema: Schema,
): Promise<z.output<Schema>> => {
  const { body, headers } = await askFor(
    link,
    { url: new URL('/apiv1', server), method: 'POST', body: { method, params } },
    Answer,
  );
  if (body.error) {
    const complaint = complaintOf(body.error);
    const failure = COMPLAINTS[complaint] ?? 'malformed';
    throw new FeedFailure(
      failure,
      `Geotab complains: ${complaint || 'of something else'}.`,
      retryAfterOf(headers, link.now),
    );
  }
  const result = schema.safeParse(body.result);
  if (!result.success)
    throw new FeedFailure('malformed', 'Geotab answers something else.', undefined, { cause: result.error });
  return result.data;
};

/** A database may live on another server, which is where to ask from then on. */
const serverOf = (link: Link, path: string): string => {
  if (path === 'ThisServer') return link.server;
  const server = `https://${path}`;
  if (!isServerOf('geotab', server))
    throw new FeedFailure('malformed', 'Geotab leads to a server that is not its own.');
  return server;
};

const signIn = async (link: Link): Promise<Session> => {
  const { database, userName } = link.settings;
  const params = { database, userName, password: link.secret };
  const { credentials, path } = await call(link, link.server, 'Authenticate', params, SignedIn);
  const session = { server: serverOf(link, path), credentials };
  link.memory.session = session;
  return session;
};

/** The versions are told as decimal text of up to 16 hexadecimal digits; they are passed on as they are. */
const recordsOf = (link: Link, { server, credentials }: Session, typeName: string, version: string | undefined) =>
  call(
    link,
    server,
    'GetFeed',
    {
      ...{ typeName, credentials, resultsLimit: PER_CALL },
      ...(version === undefined
        ? { search: { fromDate: new Date(link.now).toISOString() } }
        : { fromVersion: version }),
    },
    Records,
  );

const pageOf = async (link: Link, session: Session, token: string | undefined) => {
  const { logs, statuses } = tokenParts(Token, token) ?? { logs: undefined, statuses: undefined };
  const statusData = await recordsOf(link, session, 'StatusData', statuses);
  const logRecords = await recordsOf(link, session, 'LogRecord', logs);
  const next: z.infer<typeof Token> = { logs: logRecords.toVersion, statuses: statusData.toVersion };
  return {
    payload: { logRecords: logRecords.data, statusData: statusData.data },
    token: JSON.stringify(next),
    more: [logRecords, statusData].some(({ data }) => data.length === PER_CALL),
  };
};

/**
 * The data feeds `LogRecord` and `StatusData`, each with a version of its own in the token; without a token they begin now. It signs in once and goes on
 * with the session until that is over.
 *
 * Source: https://developers.geotab.com/myGeotab/guides/dataFeed/index.html and https://geotab.github.io/sdk/software/guides/concepts/
 */
export const geotabFeed: Feed = async (link, token) => {
  const known = Session.safeParse(link.memory.session).data;
  if (!known) return pageOf(link, await signIn(link), token);
  try {
    return await pageOf(link, known, token);
  } catch (error) {
    if (!(error instanceof FeedFailure) || error.failure !== 'refused') throw error;
    delete link.memory.session;
    return pageOf(link, await signIn(link), token);
  }
};
