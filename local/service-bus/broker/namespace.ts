import type { ParsedEntities, Received, Sent } from '../entities.ts';
import { notAllowed, notFound } from '../errors.ts';
import { compileRule } from '../filters.ts';
import type { Content } from './content.ts';
import { type Context, type Counts, Entity, type Message } from './entity.ts';
import { Queue } from './queue.ts';

const DEAD_LETTERS = '/$DeadLetterQueue';

/** Paths are matched without regard to case. */
const normal = (path: string): string => path.toLowerCase().replace(/^\/+|\/+$/g, '');

/** Takes what matches any of its rules, as the message with that number at the topic. */
type Subscription = (content: Content, sequence: number) => void;

/** Hands a copy of every message to each subscription that wants it. Holds nothing but what is scheduled. */
class Topic extends Entity {
  readonly #subscriptions: readonly Subscription[];

  constructor(context: Context, path: string, sent: Sent, subscriptions: readonly Subscription[]) {
    super(context, path, sent);
    this.#subscriptions = subscriptions;
    this.restore();
  }

  protected override admit(message: Message): void {
    for (const offer of this.#subscriptions) offer(message.content, message.sequence);
    this.context.store.drop(message);
  }
}

/** All entities, by path: queues, topics, subscriptions and dead-letter queues. */
export class Namespace {
  readonly #context: Context;
  readonly #entities = new Map<string, Entity>();
  /** What messages are sent to: queues and topics. */
  readonly #targets = new Set<Entity>();

  constructor(context: Context, { queues, topics }: ParsedEntities) {
    this.#context = context;
    for (const queue of queues) this.#targets.add(this.#addQueue(queue.name, queue, queue));
    for (const { name, defaultMessageTimeToLive: longest, subscriptions, ...sent } of topics) {
      const served = subscriptions.map(({ rules, ...received }): Subscription => {
        const defaultMessageTimeToLive = Math.min(received.defaultMessageTimeToLive, longest);
        const path = `${name}/Subscriptions/${received.name}`;
        const queue = this.#addQueue(path, { ...received, defaultMessageTimeToLive });
        const filters = rules.map(compileRule);
        return (content, sequence) => {
          if (filters.some((matches) => matches(content))) queue.take(content, sequence);
        };
      });
      this.#targets.add(this.#add(new Topic(context, name, sent, served)));
    }
  }

  entity(path: string): Entity {
    const entity = this.#entities.get(normal(path));
    if (!entity) throw notFound(path);
    return entity;
  }

  /** Where messages are received from: a queue, a subscription or one of their dead-letter queues. */
  queue(path: string): Queue {
    const entity = this.entity(path);
    if (entity instanceof Queue) return entity;
    throw notAllowed(`Messages cannot be received from the topic '${path}'; use a subscription.`);
  }

  /** Where messages are sent to: a queue or topic. */
  target(path: string): Entity {
    const entity = this.entity(path);
    if (this.#targets.has(entity)) return entity;
    throw notAllowed(`Messages cannot be sent to '${path}', but only to its queue or topic.`);
  }

  /** How many messages there are in each entity; those of a dead-letter queue count with their queue. */
  counts(): Record<string, Counts> {
    const shown = [...this.#entities.values()].filter(({ path }) => !path.endsWith(DEAD_LETTERS));
    return Object.fromEntries(shown.map((entity) => [entity.path, entity.counts()]));
  }

  /** Ends the locks of one entity, or of all, as if they had run out. Returns how many. */
  loseLocks(path: string | undefined): number {
    const entities = path === undefined ? [...this.#entities.values()] : [this.queue(path)];
    return entities.reduce((sum, entity) => sum + (entity instanceof Queue ? entity.loseLocks() : 0), 0);
  }

  #add<Item extends Entity>(entity: Item): Item {
    this.#entities.set(normal(entity.path), entity);
    return entity;
  }

  #addQueue(path: string, received: Received, sent?: Sent): Queue {
    const withoutSession = { ...received, requiresSession: false };
    const deadLetters = this.#add(new Queue(this.#context, path + DEAD_LETTERS, withoutSession));
    return this.#add(new Queue(this.#context, path, received, sent, deadLetters));
  }
}
