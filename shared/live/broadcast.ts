import type { Push } from './push.ts';

/** Something that has moved. Only the newest state of each id is worth sending. */
export interface Moved {
  readonly id: string;
  /** ISO 8601 UTC; decides what is newest. */
  readonly at: string;
}

/** Best-effort updates to whoever watches a group: coalesced, and free of charge while nobody does. */
export interface Broadcast {
  publish(group: string, items: readonly Moved[]): void;
  /** Resolves when everything published has been sent or given up. */
  settled(): Promise<void>;
}

export interface BroadcastOptions {
  /** What a group's waiting items become on the wire. */
  message(items: readonly Moved[]): unknown;
  onFailure(group: string, error: unknown): void;
  /** The first update goes out at once; later ones wait until this long after it. */
  everyMs?: number;
  /** How long an answer to "does anybody watch?" is believed. */
  watchedForMs?: number;
  now?: () => number;
}

interface Channel {
  waiting: Map<string, Moved>;
  sending: Promise<void> | undefined;
  watched: boolean;
  askedAt: number;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

export const broadcaster = (
  push: Pick<Push, 'toGroup' | 'isWatched'>,
  { message, onFailure, everyMs = 50, watchedForMs = 1_000, now = Date.now }: BroadcastOptions,
): Broadcast => {
  const channels = new Map<string, Channel>();

  const isWatched = async (group: string, channel: Channel) => {
    if (now() - channel.askedAt >= watchedForMs) {
      channel.askedAt = now();
      channel.watched = await push.isWatched(group);
    }
    return channel.watched;
  };

  const sendAll = async (group: string, channel: Channel) => {
    // The turn in which a request arrived often brings others: let them join.
    await new Promise(setImmediate);
    while (channel.waiting.size > 0) {
      const items = [...channel.waiting.values()];
      channel.waiting = new Map();
      try {
        if (!(await isWatched(group, channel))) continue;
        await push.toGroup(group, message(items));
      } catch (error) {
        onFailure(group, error);
      }
      await pause(everyMs);
    }
    channel.sending = undefined;
  };

  return {
    publish(group, items) {
      const channel: Channel = channels.get(group) ?? {
        waiting: new Map(),
        sending: undefined,
        watched: false,
        askedAt: Number.NEGATIVE_INFINITY,
      };
      channels.set(group, channel);
      for (const item of items) {
        const known = channel.waiting.get(item.id);
        if (!known || known.at < item.at) channel.waiting.set(item.id, item);
      }
      channel.sending ??= sendAll(group, channel);
    },
    async settled() {
      await Promise.all([...channels.values()].map(({ sending }) => sending));
    },
  };
};
