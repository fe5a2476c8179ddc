import type { OrchestrationContext, Task, TimerTask } from 'durable-functions';
import { EntityId, RetryOptions } from 'durable-functions';
import { type OrchestratorState, orchestratorState } from '../../../local/durable/actions.ts';
import {
  EventType,
  type HistoryEvent,
  happened,
  type Intent,
  type Occurrence,
} from '../../../local/durable/history.ts';
import { type Replayed, replay } from '../../../local/durable/replay.ts';
import { sdkApp } from './sdk.ts';

export type Leaf =
  | { readonly do: 'activity'; readonly fails: boolean }
  | { readonly do: 'retry'; readonly failures: number; readonly attempts: number }
  | { readonly do: 'sub' }
  | { readonly do: 'timer' }
  | { readonly do: 'call' }
  | { readonly do: 'event'; readonly name: string };
export type Step = Leaf | { readonly do: 'signal' } | { readonly do: 'all' | 'any'; readonly of: readonly Leaf[] };

interface Asked {
  readonly leaf: Leaf;
  readonly label: string;
  readonly task: Task;
}

const REF = { InstanceId: 'world', ExecutionId: 'execution' };
const ENTITY = new EntityId('counter', 'c');
const MINUTE = 60_000;

const leavesOf = (steps: readonly Step[]): Leaf[] =>
  steps.flatMap((step) => (step.do === 'signal' ? [] : 'of' in step ? [...step.of] : [step]));

const isTimer = (task: Task): task is TimerTask => 'cancel' in task;

/** A program on the real SDK, and everything around it that answers: late, in any order, some of it twice. */
export class World {
  readonly history: HistoryEvent[] = [];
  /** Outcomes that reached another step than the one that asked for them. */
  readonly wrong: unknown[] = [];
  complete = false;
  readonly #steps: readonly Step[];
  readonly #dice: Iterator<number>;
  readonly #attempts = new Map<string, number>();
  #now = Date.UTC(2026, 0, 1);
  #coming: Occurrence[] = [];

  constructor(steps: readonly Step[], dice: Iterable<number>) {
    this.#steps = steps;
    this.#dice = dice[Symbol.iterator]();
    for (const leaf of leavesOf(steps))
      if (leaf.do === 'event')
        this.#coming.push({ EventType: EventType.EventRaised, Name: leaf.name, Input: `"${leaf.name}"` });
  }

  async run(): Promise<void> {
    const start = {
      Name: 'program',
      Version: '',
      Input: null,
      OrchestrationInstance: REF,
      ParentInstance: null,
    };
    await this.#turn([{ EventType: EventType.ExecutionStarted, ...start }]);
    for (let turns = 0; !this.complete && this.#coming.length > 0 && turns < 200; turns += 1) {
      const count = 1 + this.#roll(Math.min(this.#coming.length, 3));
      const messages = Array.from({ length: count }, () => this.#draw());
      await this.#turn(messages.filter((message) => message !== undefined));
    }
  }

  /** What replaying a history gives; it goes through JSON, as after a restart. */
  async replayed(history: readonly HistoryEvent[]): Promise<Replayed> {
    const copy: HistoryEvent[] = JSON.parse(JSON.stringify(history));
    return replay(copy, await this.#orchestrate(copy), REF);
  }

  async #turn(messages: readonly Occurrence[]) {
    this.#now += 10;
    const fresh = [{ EventType: EventType.OrchestratorStarted }, ...messages].map((each) => happened(this.#now, each));
    const before = [...this.history];
    // A crash before the commit: the turn is taken again, and comes to the same.
    if (this.#roll(4) === 0)
      expect(await this.replayed([...before, ...fresh])).toEqual(await this.replayed([...before, ...fresh]));
    const { scheduled, complete } = await this.replayed([...before, ...fresh]);
    this.history.push(...fresh);
    for (const [id, intent] of scheduled) {
      this.history.push(happened(this.#now, intent, id));
      this.#answer(id, intent);
    }
    this.history.push(happened(this.#now, { EventType: EventType.OrchestratorCompleted }));
    this.complete = complete;
  }

  #answer(TaskScheduledId: number, intent: Intent) {
    if (intent.EventType === EventType.TaskScheduled)
      this.#coming.push(this.#perform(TaskScheduledId, JSON.parse(intent.Input)[0]));
    if (intent.EventType === EventType.SubOrchestrationInstanceCreated)
      this.#coming.push({
        EventType: EventType.SubOrchestrationInstanceCompleted,
        TaskScheduledId,
        Result: intent.Input,
      });
    if (intent.EventType === EventType.TimerCreated)
      this.#coming.push({ EventType: EventType.TimerFired, TimerId: TaskScheduledId, FireAt: intent.FireAt });
    if (intent.EventType !== EventType.EventSent) return;
    const { id, input, signal } = JSON.parse(intent.Input);
    if (!signal)
      this.#coming.push({ EventType: EventType.EventRaised, Name: id, Input: JSON.stringify({ result: input }) });
  }

  #perform(TaskScheduledId: number, input: { label: string; failures: number }): Occurrence {
    const attempt = (this.#attempts.get(input.label) ?? 0) + 1;
    this.#attempts.set(input.label, attempt);
    if (attempt > input.failures)
      return { EventType: EventType.TaskCompleted, TaskScheduledId, Result: JSON.stringify(input.label) };
    return { EventType: EventType.TaskFailed, TaskScheduledId, Reason: input.label, Details: '' };
  }

  /** One of the messages on their way; now and then it stays on its way and comes once more. */
  #draw(): Occurrence | undefined {
    const at = this.#roll(this.#coming.length);
    const message = this.#coming[at];
    if (message && 'FireAt' in message) this.#now = Math.max(this.#now, Date.parse(message.FireAt));
    const again = message?.EventType === EventType.TaskCompleted && this.#roll(5) === 0;
    if (!again) this.#coming.splice(at, 1);
    return message;
  }

  #roll(sides: number): number {
    return (this.#dice.next().value ?? 0) % Math.max(sides, 1);
  }

  async #orchestrate(history: readonly HistoryEvent[]): Promise<OrchestratorState> {
    const events = history.map((event) => ({ ...event, IsPlayed: false }));
    const settings = {
      upperSchemaVersion: 1,
      upperSchemaVersionNew: 2,
      defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
    };
    const timers = { maximumShortTimerDuration: '3650.00:00:00', longRunningTimerIntervalDuration: '3.00:00:00' };
    const input = {
      history: events,
      input: null,
      instanceId: REF.InstanceId,
      isReplaying: false,
      ...settings,
      ...timers,
    };
    const app = sdkApp({ orchestrators: { program: (context) => this.#program(context) } });
    return orchestratorState(await app.invoke('orchestrator', 'program', JSON.stringify(input), REF.InstanceId));
  }

  *#program(context: OrchestrationContext): Generator<Task, unknown, never> {
    for (const [index, step] of this.#steps.entries()) {
      if (step.do === 'signal') {
        context.df.signalEntity(ENTITY, 'add', 1);
        continue;
      }
      const leaves = 'of' in step ? step.of : [step];
      const asked = leaves.map((leaf, child) => {
        const label = `${index}.${child}`;
        return { leaf, label, task: this.#task(context, leaf, label) };
      });
      try {
        yield* this.#outcome(context, step.do, asked);
      } catch (error) {
        if (!asked.some(({ label }) => String(error).includes(label))) this.wrong.push(String(error));
      }
      for (const { task } of asked) if (isTimer(task) && !task.isCompleted) task.cancel();
    }
    return this.#steps.length;
  }

  *#outcome({ df }: OrchestrationContext, how: Step['do'], asked: readonly Asked[]): Generator<Task, void, never> {
    const tasks = asked.map(({ task }) => task);
    const [only] = asked;
    if (how === 'any') {
      const winner: Task = yield df.Task.any(tasks);
      if (!winner.isFaulted) this.#check(asked[tasks.indexOf(winner)], winner.result);
    } else if (how === 'all') {
      const results: unknown[] = yield df.Task.all(tasks);
      for (const [at, result] of results.entries()) this.#check(asked[at], result);
    } else if (only) this.#check(only, yield only.task);
  }

  #task({ df }: OrchestrationContext, leaf: Leaf, label: string): Task {
    const soon = new Date(df.currentUtcDateTime.getTime() + MINUTE);
    if (leaf.do === 'activity') return df.callActivity('a', { label, failures: leaf.fails ? 9 : 0 });
    if (leaf.do === 'retry')
      return df.callActivityWithRetry('r', new RetryOptions(MINUTE, leaf.attempts), { label, failures: leaf.failures });
    if (leaf.do === 'sub') return df.callSubOrchestrator('s', label);
    if (leaf.do === 'timer') return df.createTimer(soon);
    if (leaf.do === 'call') return df.callEntity(ENTITY, 'echo', label);
    return df.waitForExternalEvent(leaf.name);
  }

  #check(asked: Asked | undefined, result: unknown) {
    const expected =
      asked?.leaf.do === 'timer' ? undefined : asked?.leaf.do === 'event' ? asked.leaf.name : asked?.label;
    if (result !== expected) this.wrong.push({ asked, result });
  }
}
