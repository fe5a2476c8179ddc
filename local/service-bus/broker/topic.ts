import type { Content } from '../message/content.ts';
import type { Remains } from '../store/store.ts';
import type { Context } from './context.ts';
import { Duplicates } from './duplicates.ts';
import { Intake } from './intake.ts';
import { type Message, messageFrom } from './message.ts';
import { type PeekRequest, peek } from './peek.ts';
import type { Counts } from './queue.ts';
import type { Subscription } from './subscription.ts';

export interface TopicOptions {
  readonly path: string;
  readonly entity: number;
  readonly duplicateWindow: number;
  readonly remains: Remains;
  readonly subscriptions: readonly Subscription[];
}

/** Hands a copy of every message to each subscription that wants it. Holds nothing but what is scheduled. */
export class Topic {
  readonly path: string;
  readonly intake: Intake;
  readonly subscriptions: readonly Subscription[];
  readonly #context: Context;

  constructor(context: Context, { path, entity, duplicateWindow, remains, subscriptions }: TopicOptions) {
    this.#context = context;
    this.path = path;
    this.subscriptions = subscriptions;
    this.intake = new Intake(context, {
      entity,
      lastSequence: remains.lastSequence,
      duplicates: duplicateWindow ? new Duplicates(context, entity, duplicateWindow, remains.duplicates) : undefined,
      admit: (message) => this.#fanOut(message),
    });
    for (const fields of remains.messages) this.intake.hold(messageFrom(fields, fields.content));
  }

  /** Takes all of the messages. Returns their sequence numbers. */
  send(contents: readonly Content[]): number[] {
    return contents.map((content) => this.intake.take(content));
  }

  peek(request: PeekRequest): Message[] {
    return peek(this.intake.scheduled(), request);
  }

  counts(): Counts {
    return { active: 0, scheduled: this.intake.scheduledCount, deferred: 0, deadLettered: 0, locked: 0 };
  }

  #fanOut(message: Message): void {
    for (const { queue, rules } of this.subscriptions)
      if (rules.matches(message.content.facts)) queue.copy(message.content, message.sequence);
    if (!message.stored) return;
    message.gone = true;
    this.#context.journal.touch(message);
  }
}
