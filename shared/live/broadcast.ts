import { portions } from '../kernel/portions.ts';
import type { Push } from './push.ts';

/** Something that changes by the second. Only the newest state of each is worth sending. */
export interface Moving {
  /** Milliseconds since 1970; decides what is newest. */
  readonly at: number;
}

/** Best-effort updates to whoever watches a group: coalesced, and free of charge while nobody does. */
export interface Broadcast<Item extends Moving> {
  publish(group: string, items: readonly Item[]): void;
  /** Resolves when everything published has been sent or given up. */
  settled(): Promise<void>;
}

export interface BroadcastOptions<Item extends Moving> {
  /** What makes two items states of the same thing. */
  keyOf(item: Item): string;
  /** What a group's waiting items become on the wire. */
  message(items: readonly Item[]): unknown;
  onFailure(group: string, error: unknown): void;
  /** The first update goes out at once; later ones wait until this long after it. */
  everyMs?: number;
  /** How long an answer to "does anybody watch?" is believed. */
  watchedForMs?: number;
  now?: () => number;
}

interface Channel<Item> {
  waiting: Map<string, Item>;
  sending: Promise<void> | undefined;
  watched: boolean;
  askedAt: number;
}

/** A message of the live channel takes 1 MB; so many items fit into it, however much each has to say. */
const MAX_ITEMS = 200;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

export const broadcaster = <Item extends Moving>(
  push: Pick<Push, 'toGroup' | 'isWatched'>,
  { keyOf, message, onFailure, everyMs = 50, watchedForMs = 1_000, now = Date.now }: BroadcastOptions<Item>,
): Broadcast<Item> => {
  const channels = new Map<string, Channel<Item>>();

  const isWatched = async (group: string, channel: Channel<Item>) => {
    if (now() - channel.askedAt >= watchedForMs) {
      channel.askedAt = now();
      channel.watched = await push.isWatched(group);
    }
    return channel.watched;
  };

  const sendAll = async (group: string, channel: Channel<Item>) => {
    // The turn in which a request arrived often brings others: let them join.
    await new Promise(setImmediate);
    while (channel.waiting.size > 0) {
      const items = [...channel.waiting.values()];
      channel.waiting = new Map();
      try {
        if (!(await isWatched(group, channel))) continue;
        for (const some of portions(items, MAX_ITEMS, () => 1)) await push.toGroup(group, message(some));
      } catch (error) {
        onFailure(group, error);
      }
      await pause(everyMs);
    }
    channel.sending = undefined;
  };

  return {
    publish(group, items) {
      const channel: Channel<Item> = channels.get(group) ?? {
        waiting: new Map(),
        sending: undefined,
        watched: false,
        askedAt: Number.NEGATIVE_INFINITY,
      };
      channels.set(group, channel);
      for (const item of items) {
        const key = keyOf(item);
        const known = channel.waiting.get(key);
        if (!known || known.at < item.at) channel.waiting.set(key, item);
      }
      channel.sending ??= sendAll(group, channel);
    },
    async settled() {
      await Promise.all([...channels.values()].map(({ sending }) => sending));
    },
  };
};
