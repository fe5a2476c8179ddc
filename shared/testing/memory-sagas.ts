import type { Instance, SagaEngine } from '../sagas/engine.ts';
import type { SagaDefinition, SagaInput, StepAnswer, StepMessage } from '../sagas/saga.ts';
import { type Answered, type Asked, replay, type Turn } from './saga-replay.ts';

/** What a test does to a step. */
export type Fault = 'fails' | 'runs twice' | 'fails after its work';

export interface MemorySagas extends SagaEngine {
  /** Plays every run as far as it comes. */
  run(): Promise<void>;
  /** Plays every run by one turn; answers whether any could. */
  turn(): Promise<boolean>;
  /** Puts a fault on a step, until it is given none. */
  fault(step: string, fault?: Fault): void;
  /** Every step that was asked for, in order, each once however often it was tried. */
  readonly took: readonly string[];
}

interface Run {
  readonly saga: SagaDefinition;
  readonly input: SagaInput;
  readonly startedAt: string;
  readonly history: Turn[];
  readonly events: string[];
  terminated: boolean;
}

export interface MemorySagasOptions {
  readonly sagas: readonly SagaDefinition[];
  perform(step: string, message: StepMessage): Promise<StepAnswer>;
  clock(): Date;
  advance(milliseconds: number): void;
}

const wire = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** The runtime of sagas, in memory. Like Durable Functions it plays a run from its beginning at every turn, and hands on JSON only. */
export const memorySagas = ({ sagas, perform, clock, advance }: MemorySagasOptions): MemorySagas => {
  const runs = new Map<string, Run>();
  const faults = new Map<string, Fault>();
  const took: string[] = [];

  const attempt = async (step: string, message: StepMessage): Promise<StepAnswer> => {
    const fault = faults.get(step);
    if (fault === 'fails') throw new Error(`${step} fails.`);
    const answer = wire(await perform(step, wire(message)));
    if (fault === 'fails after its work') throw new Error(`${step} fails after its work.`);
    return fault === 'runs twice' ? wire(await perform(step, wire(message))) : answer;
  };

  const call = async ({ step, message, patience }: Asked & { kind: 'call' }): Promise<Answered> => {
    took.push(step);
    let pause = patience.firstMs;
    for (let left = patience.attempts; ; pause = Math.min(pause * 2, patience.mostMs)) {
      try {
        return { value: await attempt(step, message) };
      } catch (error) {
        left -= 1;
        if (left === 0) return { error: String(error) };
        advance(pause);
      }
    }
  };

  const answer = async (run: Run, asked: Asked): Promise<Answered | undefined> => {
    switch (asked.kind) {
      case 'call':
        return call(asked);
      case 'event': {
        const at = run.events.indexOf(asked.name);
        return at < 0 ? undefined : { value: run.events.splice(at, 1) };
      }
      case 'timer':
        advance(Math.max(0, Date.parse(asked.at) - clock().getTime()));
        return { value: null };
      case 'first': {
        // An event that is there comes before any timer.
        const order = asked.of.toSorted((a, b) => Number(a.kind === 'timer') - Number(b.kind === 'timer'));
        for (const one of order) if (await answer(run, one)) return { winner: asked.of.indexOf(one) };
        return undefined;
      }
    }
  };

  const positionOf = (run: Run) => replay(run.saga, run.input, run.startedAt, run.history);

  const turnOf = async (run: Run): Promise<boolean> => {
    const { asks } = positionOf(run);
    if (!asks || run.terminated) return false;
    const answered = await answer(run, asks);
    if (!answered) return false;
    run.history.push({ asked: asks, answered, at: clock().toISOString() });
    return true;
  };

  const turn = async () => {
    let moved = false;
    for (const run of [...runs.values()]) moved = (await turnOf(run)) || moved;
    return moved;
  };

  return {
    took,
    turn,
    async run() {
      while (await turn());
    },
    fault: (step, fault) => void (fault ? faults.set(step, fault) : faults.delete(step)),
    async start(name, input) {
      const saga = sagas.find((one) => one.name === name);
      if (!saga) throw new Error(`There is no saga ${name}.`);
      if (runs.has(input.instance)) return;
      const startedAt = clock().toISOString();
      runs.set(input.instance, { saga, input: wire(input), startedAt, history: [], events: [], terminated: false });
    },
    async find(instance): Promise<Instance | undefined> {
      const run = runs.get(instance);
      if (!run) return undefined;
      const { steps, outcome } = positionOf(run);
      if (outcome) return { state: 'completed', steps, outcome: wire(outcome) };
      return { state: run.terminated ? 'terminated' : 'running', steps };
    },
    async terminate(instance) {
      const run = runs.get(instance);
      if (run && positionOf(run).asks) run.terminated = true;
    },
    async raise(instance, event) {
      runs.get(instance)?.events.push(event);
    },
    async forget(until) {
      for (const [instance, run] of runs)
        if (new Date(run.startedAt) < until && (run.terminated || positionOf(run).outcome)) runs.delete(instance);
    },
  };
};
