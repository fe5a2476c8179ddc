import type { ParsedEntities, ParsedQueue, ParsedSubscription, ParsedTopic } from '../entities.ts';
import { type Rule, ruleSchema } from '../rules/rule.ts';
import { RuleSet } from '../rules/rule-set.ts';
import type { RulesRow, Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { entityNotFound } from './errors.ts';
import { type Counts, Queue } from './queue.ts';
import type { QueueSettings } from './settings.ts';
import type { Subscription } from './subscription.ts';
import { Topic } from './topic.ts';

const DEAD_LETTERS = '/$deadletterqueue';
const FOREVER = Number.POSITIVE_INFINITY;

/** Paths are matched without regard to case. */
const normal = (path: string): string => path.toLowerCase().replace(/^\/+|\/+$/g, '');

const settingsOf = (entity: ParsedQueue | ParsedSubscription, longestLife: number, duplicateWindow: number) => ({
  requiresSession: entity.requiresSession,
  lockDuration: entity.lockDuration,
  maxDeliveryCount: entity.maxDeliveryCount,
  timeToLive: Math.min(entity.defaultMessageTimeToLive ?? FOREVER, longestLife),
  duplicateWindow,
  deadLetterExpired: entity.deadLetteringOnMessageExpiration,
});

const windowOf = (entity: ParsedQueue | ParsedTopic) =>
  entity.requiresDuplicateDetection ? entity.duplicateDetectionHistoryTimeWindow : 0;

/** Rules changed at run time outlive a restart, unless the entity file has been changed since. */
const rulesToUse = (declared: readonly Rule[], stored: RulesRow | undefined): readonly Rule[] =>
  stored?.declared === JSON.stringify(declared) ? ruleSchema.array().parse(JSON.parse(stored.current)) : declared;

/** All entities of the namespace, by path. */
export class Bus {
  readonly #context: Context;
  readonly #store: Store;
  readonly #queues = new Map<string, Queue>();
  readonly #topics = new Map<string, Topic>();
  readonly #rules = new Map<string, RuleSet>();

  constructor(context: Context, store: Store, entities: ParsedEntities) {
    this.#context = context;
    this.#store = store;
    for (const queue of entities.queues) this.#addQueue(queue.name, settingsOf(queue, FOREVER, windowOf(queue)));
    for (const topic of entities.topics) this.#addTopic(topic);
  }

  /** Where messages are received from: a queue, a subscription or one of their dead-letter queues. */
  queue(path: string): Queue {
    const queue = this.#queues.get(normal(path));
    if (!queue) throw entityNotFound(path);
    return queue;
  }

  /** Where messages are sent to. */
  target(path: string): Queue | Topic {
    return this.#topics.get(normal(path)) ?? this.queue(path);
  }

  /** The rules of the subscription with that path. */
  rules(path: string): RuleSet {
    const rules = this.#rules.get(normal(path));
    if (!rules) throw entityNotFound(path);
    return rules;
  }

  isTopic(path: string): boolean {
    return this.#topics.has(normal(path));
  }

  isSubscription(path: string): boolean {
    return this.#rules.has(normal(path));
  }

  /** How many messages there are in each entity. */
  counts(): Record<string, Counts> {
    const entities = [...this.#queues.values(), ...this.#topics.values()];
    return Object.fromEntries(
      entities
        .filter(({ path }) => !path.toLowerCase().endsWith(DEAD_LETTERS))
        .map((entity) => [entity.path, entity.counts()]),
    );
  }

  #addQueue(path: string, settings: QueueSettings, stored = this.#stored(path)): Queue {
    const dead = `${path}/$DeadLetterQueue`;
    const deadLetters = new Queue(this.#context, {
      path: dead,
      ...this.#stored(dead),
      settings: { ...settings, requiresSession: false, duplicateWindow: 0, timeToLive: FOREVER },
    });
    const queue = new Queue(this.#context, { path, ...stored, settings, deadLetters });
    this.#queues.set(normal(dead), deadLetters);
    this.#queues.set(normal(path), queue);
    return queue;
  }

  #addTopic(topic: ParsedTopic): void {
    const subscriptions = topic.subscriptions.map((subscription) => this.#addSubscription(topic, subscription));
    const duplicateWindow = windowOf(topic);
    const stored = this.#stored(topic.name);
    const path = topic.name;
    this.#topics.set(normal(path), new Topic(this.#context, { path, ...stored, duplicateWindow, subscriptions }));
  }

  #addSubscription(topic: ParsedTopic, subscription: ParsedSubscription): Subscription {
    const path = `${topic.name}/Subscriptions/${subscription.name}`;
    const stored = this.#stored(path);
    const declared = JSON.stringify(subscription.rules);
    const rules = new RuleSet(rulesToUse(subscription.rules, stored.remains.rules), (current) =>
      this.#context.journal.rules(stored.entity, declared, JSON.stringify(current)),
    );
    this.#rules.set(normal(path), rules);
    const settings = settingsOf(subscription, topic.defaultMessageTimeToLive ?? FOREVER, 0);
    return { name: subscription.name, queue: this.#addQueue(path, settings, stored), rules };
  }

  #stored(path: string) {
    const entity = this.#store.entityNumber(normal(path));
    return { entity, remains: this.#store.remains(entity) };
  }
}
