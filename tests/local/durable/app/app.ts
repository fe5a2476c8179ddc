import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, type HttpHandler } from '@azure/functions';
import * as df from 'durable-functions';
import './orchestrators.ts';

const attempts = new Map<string, number>();

df.app.activity('say', { handler: (name: unknown) => `hi ${name}` });
df.app.activity('echo', { handler: (value: unknown) => value });
df.app.activity('nothing', { handler: () => undefined });
df.app.activity('sum', { handler: (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) });
df.app.activity('slow', { handler: (milliseconds: number) => sleep(milliseconds, milliseconds) });
df.app.activity('undo', { handler: (what: string) => `${what} undone` });
df.app.activity('book', {
  handler: (what: string) => {
    if (what === 'car') throw new Error('no cars');
    return what;
  },
});
df.app.activity('flaky', {
  handler: ({ key, failures }: { key: string; failures: number }) => {
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    if (attempt <= failures) throw new Error(`attempt ${attempt}`);
    return attempt;
  },
});
df.app.activity('record', {
  handler: async ({ id, n }: { id: string; n: number }) => {
    await sleep(5);
    appendFileSync(process.env.RECORD_FILE ?? '', `${id} ${n}\n`);
    return n;
  },
});

df.app.entity<number>('Counter', ({ df: context }) => {
  const value = context.getState(() => 0) ?? 0;
  const operations: Readonly<Record<string, () => void>> = {
    add: () => context.setState(value + (context.getInput<number>() ?? 0)),
    get: () => context.return(value),
    fail: () => {
      throw new Error('entity boom');
    },
    'pass on': () => context.signalEntity(new df.EntityId('Counter', 'other'), 'add', 1),
    delete: () => context.destructOnExit(),
  };
  operations[context.operationName ?? '']?.();
});

/** Calls any method of the client, and answers with what it gives or with the message of what it throws. */
df.app.client.http('client', {
  methods: ['POST'],
  route: 'client/{method}',
  handler: async (request, client) => {
    const {
      id,
      entity,
      query,
      rest = [],
    } = (await request.json()) as {
      id?: string;
      entity?: [string, string];
      query?: df.OrchestrationFilter & { createdTimeFrom?: string };
      rest?: unknown[];
    };
    const first = entity
      ? new df.EntityId(...entity)
      : query?.createdTimeFrom
        ? { ...query, createdTimeFrom: new Date(query.createdTimeFrom) }
        : (query ?? id);
    try {
      const value: unknown = await Reflect.get(client, request.params.method ?? '').apply(
        client,
        first === undefined ? rest : [first, ...rest],
      );
      return { jsonBody: { value: value ?? null } };
    } catch (error) {
      return { jsonBody: { error: String(error) } };
    }
  },
});

df.app.client.http('run', {
  methods: ['POST'],
  route: 'run/{name}/{id?}',
  handler: async (request, client) => {
    const { name = '', id } = request.params;
    const text = await request.text();
    const input: unknown = text === '' ? undefined : JSON.parse(text);
    const instanceId = await client.startNew(name, { ...(id && { instanceId: id }), input });
    if (request.query.has('start')) return client.createCheckStatusResponse(request, instanceId);
    const wait = { timeoutInMilliseconds: 5_000, retryIntervalInMilliseconds: 10 };
    return client.waitForCompletionOrCreateCheckStatusResponse(request, instanceId, wait);
  },
});

const slowly: HttpHandler = async (request) => {
  const asked = (attempts.get(request.url) ?? 0) + 1;
  attempts.set(request.url, asked);
  if (asked > 2) return { jsonBody: { asked } };
  return { status: 202, headers: { location: request.url, 'retry-after': '0' } };
};
app.http('slowly', { methods: ['GET'], route: 'slowly', handler: slowly });
app.http('quickly', { methods: ['GET'], route: 'quickly', handler: () => ({ body: 'here' }) });
