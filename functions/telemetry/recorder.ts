import type { AnyEvent } from '../../shared/eventstore/event-store.ts';
import type { Execution } from '../../shared/eventstore/execute.ts';
import type { Services } from '../../shared/services.ts';
import type { Fact, FactOf, Told } from './facts.ts';

/** The event that a fact becomes, and at which place of which stream. */
export interface Appended {
  readonly streamId: string;
  /** The version that the stream is at before; 0 for a new one. */
  readonly expected: number;
  readonly event: AnyEvent;
}

/** How an area writes down what the telemetry has found out. Each of its facts may come more than once. */
export interface Recorder<Type extends Fact['type'] = Fact['type'], Known = unknown> {
  readonly types: readonly Type[];
  /** What all of these facts need to know, such as who drove: few requests, whatever their number. */
  prepare(services: Services, tenantId: string, facts: readonly FactOf<Type>[]): Promise<Known>;
  /** Pure, and the same for the same fact; undefined when only the decider can say what becomes of it: then it is settled. */
  appended(fact: FactOf<Type>, known: Known, now: string): Appended | undefined;
  /** Through the decider: when that place of the stream is taken, and for what was corrected or withdrawn. Idempotent. */
  settle(services: Services, tenantId: string, told: Told, execution: Execution): Promise<void>;
}

/** The drain hands every recorder the facts of its own types, so their types may differ here. */
export const recorder = <Type extends Fact['type'], Known>(one: Recorder<Type, Known>): Recorder =>
  one as unknown as Recorder;
