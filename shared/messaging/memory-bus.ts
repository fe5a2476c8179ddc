import { defined } from '../kernel/objects.ts';
import type { Bus, DeadLetter, DrainOptions, Outgoing, Poison, Received, Work } from './bus.ts';
import { redrivenId } from './dead-letters.ts';

/** A queue as `infra/topics.json` describes it. */
export interface MemoryQueue {
  readonly name: string;
  readonly requiresSession?: boolean;
  readonly requiresDuplicateDetection?: boolean;
}

export interface MemoryBus extends Bus {
  /** Takes what is due in a queue without sessions, as the functions host does. */
  receive<Body = unknown>(queue: string): readonly Received<Body>[];
  /** How many messages a queue holds, due or not. */
  waiting(queue: string): number;
}

interface Held {
  readonly message: Received;
  readonly sessionId: string | undefined;
  readonly messageId: string | undefined;
  readonly dueAt: number;
}

/** What the Standard tier takes, and how long it remembers ids in our queues. */
const MAX_MESSAGE_BYTES = 256 * 1024;
const REMEMBERED_MS = 60_000;
const BATCH = 1_000;

const checked = (queue: MemoryQueue, { body, sessionId }: Outgoing): string => {
  const text = JSON.stringify(body);
  if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES) throw new Error(`A message to ${queue.name} is over 256 KiB.`);
  if (queue.requiresSession && !sessionId) throw new Error(`A message to ${queue.name} needs a session.`);
  return text;
};

/** A broker for tests: sessions, duplicate detection and schedules by the given clock; nothing kept. */
export const memoryBus = (queues: readonly MemoryQueue[], clock: () => Date): MemoryBus => {
  const held = new Map<string, Held[]>();
  const acceptedAt = new Map<string, number>();
  const locked = new Set<string>();
  const buried = new Map<string, DeadLetter[]>();
  let sequence = 0;

  const queueOf = (name: string): MemoryQueue => {
    const queue = queues.find((one) => one.name === name);
    if (!queue) throw new Error(`There is no queue ${name}.`);
    return queue;
  };
  const listOf = (name: string): Held[] => held.get(queueOf(name).name) ?? [];
  const due = (name: string, sessionId?: string) =>
    listOf(name).filter((one) => one.dueAt <= clock().getTime() && one.sessionId === sessionId);
  const settle = (name: string, done: readonly Held[]) =>
    held.set(
      name,
      listOf(name).filter((one) => !done.includes(one)),
    );

  const bury = (name: string, round: readonly Held[], poison: readonly Poison[]) => {
    const letters = poison.flatMap(({ message: { sequenceNumber }, reason, description }) => {
      const found = round.find(({ message }) => message.sequenceNumber === sequenceNumber);
      if (!found) return [];
      const { message, sessionId, messageId } = found;
      return [{ ...defined({ sessionId, messageId }), ...message, reason, description, deliveries: 1 }];
    });
    buried.set(name, [...(buried.get(name) ?? []), ...letters]);
  };

  const isRepetition = ({ name, requiresDuplicateDetection }: MemoryQueue, messageId: string | undefined): boolean => {
    if (!requiresDuplicateDetection || messageId === undefined) return false;
    const key = `${name}\n${messageId}`;
    const before = acceptedAt.get(key);
    const now = clock().getTime();
    if (before !== undefined && now - before < REMEMBERED_MS) return true;
    acceptedAt.set(key, now);
    return false;
  };

  return {
    async send(entity, messages) {
      const queue = queueOf(entity);
      const bodies = messages.map((message) => checked(queue, message));
      for (const [index, { messageId, sessionId, dueAt = clock() }] of messages.entries()) {
        if (isRepetition(queue, messageId)) continue;
        sequence += 1;
        const message = {
          body: JSON.parse(bodies[index] ?? 'null') as unknown,
          sequenceNumber: String(sequence),
          enqueuedAt: new Date(Math.max(clock().getTime(), dueAt.getTime())),
        };
        held.set(entity, [...listOf(entity), { message, sessionId, messageId, dueAt: dueAt.getTime() }]);
      }
    },

    async drain<Body>(
      queue: string,
      sessionId: string,
      work: Work<Body>,
      { batch = BATCH, forSeconds = Number.POSITIVE_INFINITY }: DrainOptions = {},
    ) {
      const lock = `${queue}\n${sessionId}`;
      if (locked.has(lock)) return 'taken';
      locked.add(lock);
      try {
        const until = Date.now() + forSeconds * 1000;
        for (;;) {
          const round = due(queue, sessionId).slice(0, batch);
          if (round.length === 0) return 'drained';
          const worked = await work(round.map(({ message }) => message as Received<Body>));
          if (worked) bury(queue, round, worked.poison);
          settle(queue, round);
          if (round.length < batch) return 'drained';
          if (Date.now() >= until) return 'more';
        }
      } finally {
        locked.delete(lock);
      }
    },

    receive<Body>(queue: string) {
      const round = due(queue);
      settle(queue, round);
      return round.map(({ message }) => message as Received<Body>);
    },

    deadLetters: async (queue, max) => (buried.get(queueOf(queue).name) ?? []).slice(0, max),
    async redrive(queue, max) {
      const letters = buried.get(queueOf(queue).name) ?? [];
      const moved = letters.slice(0, max);
      const messages = moved.map(({ body, sessionId, sequenceNumber }) => ({
        ...{ body, messageId: redrivenId(sequenceNumber) },
        ...defined({ sessionId }),
      }));
      await this.send(queue, messages);
      buried.set(queue, letters.slice(moved.length));
      return {
        moved: moved.length,
        sessions: new Set(moved.flatMap(({ sessionId }) => (sessionId === undefined ? [] : [sessionId]))),
      };
    },

    waiting: (queue) => listOf(queue).length,
    check: async (entity) => void queueOf(entity),
    close: async () => undefined,
  };
};
