import type { ParsedEntities, Received, Sent } from '../entities.ts';
import { notAllowed, notFound } from '../errors.ts';
import { compileRule } from '../filters.ts';
import type { Content } from './content.ts';
import { type Context, type Counts, Entity, type Message } from './entity.ts';
import { Queue } from './queue.ts';

const DEAD_LETTERS = '/$DeadLetterQueue';

/** Hands a copy of every message to each subscription that wants it. Holds nothing but what is scheduled. */
class Topic extends Entity {
  readonly subscriptions: { readonly queue: Queue; readonly filters: readonly ((content: Content) => boolean)[] }[] =
    [];

  protected override admit({ content, sequence }: Message): void {
    for (const { queue, filters } of this.subscriptions)
      if (filters.some((matches) => matches(content))) queue.take(content, sequence);
  }
}

/** All entities, by path: queues, topics, subscriptions and dead-letter queues. */
export const createNamespace = (context: Context, { queues, topics }: ParsedEntities) => {
  const entities = new Map<string, Entity>();
  /** What messages are sent to: queues and topics. */
  const targets = new Set<Entity>();

  const add = <Item extends Entity>(entity: Item): Item => {
    entities.set(entity.key, entity);
    entity.restore();
    return entity;
  };
  const addQueue = (path: string, received: Received, sent?: Sent): Queue => {
    const deadLetters = add(new Queue(context, path + DEAD_LETTERS, { ...received, requiresSession: false }));
    return add(new Queue(context, path, received, sent, deadLetters));
  };

  for (const queue of queues) targets.add(addQueue(queue.name, queue, queue));
  for (const { name, defaultMessageTimeToLive: longest, subscriptions, ...sent } of topics) {
    const topic = add(new Topic(context, name, sent));
    targets.add(topic);
    for (const { rules, ...received } of subscriptions) {
      const defaultMessageTimeToLive = Math.min(received.defaultMessageTimeToLive, longest);
      const queue = addQueue(`${name}/Subscriptions/${received.name}`, { ...received, defaultMessageTimeToLive });
      topic.subscriptions.push({ queue, filters: rules.map(compileRule) });
    }
  }

  const entityAt = (path: string): Entity => {
    const entity = entities.get(path.toLowerCase().replace(/^\/+|\/+$/g, ''));
    if (!entity) throw notFound(path);
    return entity;
  };

  return {
    entity: entityAt,

    /** Where messages are received from: a queue, a subscription or one of their dead-letter queues. */
    queue(path: string): Queue {
      const entity = entityAt(path);
      if (entity instanceof Queue) return entity;
      throw notAllowed(`Messages cannot be received from the topic '${path}'; use a subscription.`);
    },

    /** Where messages are sent to: a queue or topic. */
    target(path: string): Entity {
      const entity = entityAt(path);
      if (targets.has(entity)) return entity;
      throw notAllowed(`Messages cannot be sent to '${path}', but only to its queue or topic.`);
    },

    /** How many messages there are in each entity; those of a dead-letter queue count with their queue. */
    counts(): Record<string, Counts> {
      const shown = [...entities.values()].filter(({ path }) => !path.endsWith(DEAD_LETTERS));
      return Object.fromEntries(shown.map((entity) => [entity.path, entity.counts()]));
    },

    /** Ends all locks as if they had run out. Returns how many. */
    loseLocks: () =>
      [...entities.values()].reduce((sum, entity) => sum + (entity instanceof Queue ? entity.loseLocks() : 0), 0),
  };
};

export type Namespace = ReturnType<typeof createNamespace>;
