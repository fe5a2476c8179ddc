import type { ParsedEntities, ParsedQueue, ParsedSubscription, ParsedTopic } from '../entities.ts';
import { notAllowed, notFound } from '../errors.ts';
import { RuleSet, ruleSchema } from '../rules.ts';
import { type Context, type Counts, Entity, type Message } from './entity.ts';
import { Queue, type QueueSettings } from './queue.ts';

const DEAD_LETTERS = '/$DeadLetterQueue';
const FOREVER = Number.POSITIVE_INFINITY;

/** Paths are matched without regard to case. */
const normal = (path: string): string => path.toLowerCase().replace(/^\/+|\/+$/g, '');

const windowOf = (entity: ParsedQueue | ParsedTopic): number =>
  entity.requiresDuplicateDetection ? entity.duplicateDetectionHistoryTimeWindow : 0;

/** A queue, and the rules that decide what the topic copies into it. */
interface Subscription {
  readonly queue: Queue;
  readonly rules: RuleSet;
}

/** Hands a copy of every message to each subscription that wants it. Holds nothing but what is scheduled. */
class Topic extends Entity {
  readonly #subscriptions: readonly Subscription[];

  constructor(context: Context, path: string, duplicateWindow: number, subscriptions: readonly Subscription[]) {
    super(context, path, duplicateWindow);
    this.#subscriptions = subscriptions;
    this.restore();
  }

  protected override place(message: Message): void {
    for (const { queue, rules } of this.#subscriptions)
      if (rules.matches(message.content)) queue.take(message.content, message.sequence);
    const wasScheduled = message.enqueuedSequence !== undefined;
    if (wasScheduled) this.context.store.drop(message);
  }
}

/** All entities, by path: queues, topics, subscriptions and dead-letter queues. */
export class Namespace {
  readonly #context: Context;
  readonly #entities = new Map<string, Entity>();
  readonly #rules = new Map<string, RuleSet>();

  constructor(context: Context, { queues, topics }: ParsedEntities) {
    this.#context = context;
    for (const queue of queues) this.#addQueue(queue.name, queue, FOREVER, windowOf(queue));
    for (const topic of topics) {
      const subscriptions = topic.subscriptions.map((subscription) => this.#addSubscription(topic, subscription));
      this.#add(new Topic(context, topic.name, windowOf(topic), subscriptions));
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
    if (this.#rules.has(normal(path))) throw notAllowed(`Messages cannot be sent to the subscription '${path}'.`);
    return this.entity(path);
  }

  /** The rules of the subscription with that path. */
  rules(path: string): RuleSet {
    const rules = this.#rules.get(normal(path));
    if (!rules) throw notFound(path);
    return rules;
  }

  /** How many messages there are in each entity; those of a dead-letter queue count with their queue. */
  counts(): Record<string, Counts> {
    const shown = [...this.#entities.values()].filter(({ path }) => !path.endsWith(DEAD_LETTERS));
    return Object.fromEntries(shown.map((entity) => [entity.path, entity.counts()]));
  }

  /** Ends up to `count` locks of one entity, or of all, as if they had run out. Returns how many. */
  loseLocks(path: string | undefined, count: number): number {
    let lost = 0;
    for (const entity of path === undefined ? this.#entities.values() : [this.queue(path)])
      if (entity instanceof Queue) lost += entity.loseLocks(count - lost);
    return lost;
  }

  #add<Item extends Entity>(entity: Item): Item {
    this.#entities.set(normal(entity.path), entity);
    return entity;
  }

  #addQueue(
    path: string,
    entity: ParsedQueue | ParsedSubscription,
    longestLife: number,
    duplicateWindow: number,
  ): Queue {
    const timeToLive = Math.min(entity.defaultMessageTimeToLive ?? FOREVER, longestLife);
    const settings: QueueSettings = { ...entity, timeToLive, duplicateWindow };
    const forTheDead = { ...settings, requiresSession: false, timeToLive: FOREVER, duplicateWindow: 0 };
    const deadLetters = this.#add(new Queue(this.#context, path + DEAD_LETTERS, forTheDead));
    return this.#add(new Queue(this.#context, path, settings, deadLetters));
  }

  /** Rules changed at run time outlive a restart, unless the declared ones have been changed since. */
  #addSubscription(topic: ParsedTopic, subscription: ParsedSubscription): Subscription {
    const { store } = this.#context;
    const path = `${topic.name}/Subscriptions/${subscription.name}`;
    const { id } = store.entity(normal(path));
    const name = `rules instead of ${JSON.stringify(subscription.rules)}`;
    const changed = store.note(id, name);
    const current = changed ? ruleSchema.array().parse(JSON.parse(changed.toString())) : subscription.rules;
    const rules = new RuleSet(current, (next) => store.setNote(id, name, Buffer.from(JSON.stringify(next))));
    this.#rules.set(normal(path), rules);
    return { queue: this.#addQueue(path, subscription, topic.defaultMessageTimeToLive ?? FOREVER, 0), rules };
  }
}
