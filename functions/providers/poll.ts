import { LRUCache } from 'lru-cache';
import type { QueueHandler } from '../../shared/area.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { takePayload } from '../telemetry/use-cases.ts';
import { type ConnectionCommand, connection, connectionStream } from './connection.ts';
import { type ConnectionEntry, connectionAddress, type Failure, type Provider } from './contract.ts';
import { type Feeding, readFeed, writeFeed } from './feed-state.ts';
import { type Feed, FeedFailure, type Link } from './feeds/feed.ts';
import { flespiFeed } from './feeds/flespi.ts';
import { geotabFeed } from './feeds/geotab.ts';
import { motiveFeed } from './feeds/motive.ts';
import { samsaraFeed } from './feeds/samsara.ts';
import { speakerOf } from './provider-caller.ts';
import { Poll } from './schedule-polls.ts';
import { readSecret } from './secret.ts';
import { usualServer } from './servers.ts';
import { patienceWith, waitSeconds } from './waiting.ts';

const MINUTE_MS = 60_000;
/** Less than the minute between two messages, which never is quite one. */
const REST_MS = 30_000;
/** The most of one run: others wait, and what is left is the next minute's. */
const MAX_PAGES = 20;
const MAX_RUN_MS = 2 * MINUTE_MS;
/** Longer than a page can take, with all its timeouts; so long a connection rests when its worker dies. */
const CLAIM_MS = 3 * MINUTE_MS;
/** How long ago a connection may have been paused, or given another secret, without our knowing. */
const BELIEVED_MS = 20_000;

const FEEDS: Readonly<Record<Provider, Feed>> = {
  samsara: samsaraFeed,
  geotab: geotabFeed,
  motive: motiveFeed,
  flespi: flespiFeed,
};

const handle = execute(connection);

const memories = perServices(() => new LRUCache<string, Link['memory']>({ max: 1_000 }));

const later = ({ clock }: Pick<Services, 'clock'>, milliseconds: number): string =>
  new Date(clock().getTime() + milliseconds).toISOString();

/** Makes a due connection ours for some time; undefined when it is not due, or somebody else's. */
const claim = async (services: Services, connectionId: string): Promise<Feeding | undefined> => {
  const feeding = await readFeed(services, connectionId);
  const now = later(services, 0);
  if (!feeding?.doc.active || feeding.doc.dueAt > now || (feeding.doc.claimedUntil ?? '') > now) return undefined;
  return writeFeed(services, feeding, { ...feeding.doc, claimedUntil: later(services, CLAIM_MS) });
};

const linkOf = async (services: Services, entry: ConnectionEntry): Promise<Link | undefined> => {
  const { tenantId, connectionId, provider, settings, secretVersion } = entry;
  const secret = secretVersion && (await readSecret(services, tenantId, connectionId, secretVersion));
  if (!secret) return undefined;
  const key = `${connectionId}/${secretVersion}`;
  const memory = memories(services).get(key) ?? {};
  memories(services).set(key, memory);
  return {
    ...{ settings, memory, outbound: services.outbound, secret: secret.reveal() },
    server: settings.server ?? usualServer(provider),
    now: services.clock().getTime(),
  };
};

const report = (services: Services, { company, connectionId }: Feeding['doc'], command: ConnectionCommand) =>
  handle(services.streams, connectionStream(company, connectionId), command, {
    ...{ at: command.data.now, actor: 'system:providers', correlationId: `poll-${connectionId}` },
  });

/**
 * Page by page: first the broker has the fixes, then the token is written. Whoever dies in between lets the page be asked for again, and the same fixes are
 * dropped further on.
 */
const askOn = async (services: Services, entry: ConnectionEntry, claimed: Feeding, link: Link): Promise<void> => {
  const { provider } = entry;
  const speaker = await speakerOf(services, entry);
  let feeding = claimed;
  for (let pages = 1; ; pages++) {
    const page = await FEEDS[provider](link, feeding.doc.token);
    await takePayload(services, speaker, provider, page.payload);
    if (feeding.doc.failing)
      await report(services, feeding.doc, { type: 'Recover', data: { now: later(services, 0) } });
    const isEnough = pages === MAX_PAGES || services.clock().getTime() - link.now > MAX_RUN_MS;
    const isLast = !page.more || isEnough;
    const { claimedUntil: _, ...free } = { ...feeding.doc, token: page.token, failures: 0, failing: false };
    const written = await writeFeed(services, feeding, {
      ...free,
      ...(isLast ? { dueAt: later(services, page.more ? 0 : REST_MS) } : { claimedUntil: later(services, CLAIM_MS) }),
    });
    // Somebody has paused it, or taken it over from us.
    if (!written || isLast) return;
    feeding = written;
  }
};

/** Leaves the provider alone for some time, and says so once that has lasted. */
const rest = async (services: Services, connectionId: string, failure: Failure, retryAfter: number | undefined) => {
  const feeding = await readFeed(services, connectionId);
  if (!feeding?.doc.active) return;
  const { claimedUntil: _, ...free } = feeding.doc;
  const failures = free.failures + 1;
  const failing = free.failing || failures >= patienceWith(failure);
  if (failing) await report(services, free, { type: 'Fail', data: { failure, now: later(services, 0) } });
  const seconds = waitSeconds(failures, retryAfter, Math.random());
  await writeFeed(services, feeding, { ...free, failures, failing, dueAt: later(services, seconds * 1_000) });
};

/** Asks a provider for what there is since the last time. */
export const pollProvider: QueueHandler = {
  handler: (services) => async (message) => {
    const { connectionId } = Poll.parse(message);
    const claimed = await claim(services, connectionId);
    if (!claimed) return;
    const { pk, id } = connectionAddress(connectionId);
    const entry = await services.lookups.find<ConnectionEntry>(pk, id, { within: BELIEVED_MS });
    if (entry?.status !== 'active' || entry.tenantId !== claimed.doc.company) return;
    try {
      const link = await linkOf(services, entry);
      if (!link) throw new FeedFailure('refused', 'The connection has no secret.');
      await askOn(services, entry, claimed, link);
    } catch (error) {
      if (!(error instanceof FeedFailure)) throw error;
      services.log.warn('A provider gave nothing', { connectionId, provider: entry.provider, error });
      await rest(services, connectionId, error.failure, error.retryAfterSeconds);
    }
  },
};
