import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { conflict } from '../../../../shared/kernel/errors.ts';
import { stepNamed } from '../../../../shared/kernel/step.ts';
import { durableEngine, orchestratorOf } from '../../../../shared/sagas/durable.ts';
import { recordSaga } from '../../../../shared/sagas/play.ts';
import type { Saga, SagaContext, SagaDefinition, SagaInput, StepMessage } from '../../../../shared/sagas/saga.ts';
import { arrivesBefore, compensating, perform } from '../../../../shared/sagas/steps.ts';

interface Request {
  readonly waitSeconds?: number;
  readonly refuse?: boolean;
}

const take = stepNamed<Request, number>('bench-take');
const giveBack = stepNamed<Request>('bench-give-back');

const saga: SagaDefinition<Request, { taken: number }> = {
  name: 'bench-saga',
  *run(context: SagaContext<Request>): Saga<{ taken: number }> {
    const { request } = context.input;
    return yield* compensating(context, function* (undo) {
      undo(giveBack, request);
      const taken = yield* perform(context, take, request);
      if (request.waitSeconds !== undefined) {
        const deadline = new Date(context.runtime.now().getTime() + request.waitSeconds * 1000);
        if (!(yield* arrivesBefore(context, 'Arrived', deadline))) throw conflict('bench/late', 'Too late.');
      }
      return { taken };
    });
  },
};

/** How often each instance has taken its step: an instance that ran twice would show. */
const taken = new Map<string, number>();

df.app.orchestration(saga.name, orchestratorOf(saga as SagaDefinition));
df.app.activity(take.name, {
  handler: ({ input, key }: StepMessage<Request>) => {
    taken.set(key, (taken.get(key) ?? 0) + 1);
    const refused = { kind: 'conflict', code: 'bench/taken', message: 'Taken.' };
    return input.refuse ? { refused } : { done: taken.get(key) };
  },
});
df.app.activity(giveBack.name, { handler: () => ({ done: null }) });
df.app.activity(recordSaga.name, { handler: () => ({ done: null }) });

interface Ask {
  readonly call: 'start' | 'find' | 'terminate' | 'raise' | 'forget';
  readonly instance: string;
  readonly request?: Request;
  readonly text?: string;
}

app.http('engine', {
  methods: ['POST'],
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const { call, instance, request: wanted = {}, text = '' } = (await request.json()) as Ask;
    const engine = durableEngine(context);
    const errand = { tenantId: 'ten_acme', key: instance, actor: 'user:mia@acme.example', correlationId: 'c-1' };
    const input: SagaInput = { ...errand, sagaId: instance, instance, request: wanted };
    const calls = {
      start: () => engine.start(saga.name, input),
      find: () => engine.find(instance),
      terminate: () => engine.terminate(instance, text),
      raise: () => engine.raise(instance, text),
      forget: () => engine.forget(new Date(text)),
    };
    return { jsonBody: { found: (await calls[call]()) ?? null } };
  },
});
