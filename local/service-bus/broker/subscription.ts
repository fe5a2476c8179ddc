import type { RuleSet } from '../rules/rule-set.ts';
import type { Queue } from './queue.ts';

/** A subscription: a queue, and the rules that decide what the topic copies into it. */
export interface Subscription {
  readonly name: string;
  readonly queue: Queue;
  readonly rules: RuleSet;
}
