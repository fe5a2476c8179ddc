import type { Stored } from '../../shared/documents/documents.ts';
import { everything } from '../../shared/documents/documents.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';

/** How far a connection that is polled has come. Of all companies in one partition, so that a timer finds those that are due. */
export interface FeedState {
  readonly connectionId: string;
  /** Its tenant id: `tenantId` is the partition's. */
  readonly company: string;
  readonly active: boolean;
  readonly dueAt: string;
  /** From where to go on; absent before the first page. */
  readonly token?: string;
  /** How often in a row nothing came. */
  readonly failures: number;
  /** Whether that was reported. */
  readonly failing: boolean;
  /** Until then it is somebody's, unless they finish before. */
  readonly claimedUntil?: string;
}

export type Feeding = Stored<FeedState>;

type Ports = Pick<Services, 'operations'>;

export const FEEDS_KIND = 'provider-feeds';
const feedsOf = ({ operations }: Ports) => operations.in('system', FEEDS_KIND);

export const readFeed = (ports: Ports, connectionId: string): Promise<Feeding | undefined> =>
  feedsOf(ports).get<FeedState>(connectionId);

/** Writes on the condition that nobody wrote meanwhile; undefined when somebody did. */
export const writeFeed = async (
  ports: Ports,
  before: Feeding | undefined,
  doc: FeedState,
): Promise<Feeding | undefined> => {
  try {
    const condition = before ? { ifMatch: before.etag } : { create: true };
    return { doc, etag: await feedsOf(ports).put(doc.connectionId, doc, condition) };
  } catch (error) {
    if (isKind(error, 'stale')) return undefined;
    throw error;
  }
};

export const removeFeed = (ports: Ports, connectionId: string): Promise<void> => feedsOf(ports).remove(connectionId);

/** Those that are to be asked at this moment, the longest overdue first. */
export const dueFeeds = (ports: Ports, now: string): AsyncGenerator<FeedState> =>
  everything<FeedState>(feedsOf(ports), {
    where: { active: true },
    range: { field: 'dueAt', to: now },
    orderBy: 'dueAt',
  });
