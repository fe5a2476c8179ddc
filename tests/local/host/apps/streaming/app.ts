import { setTimeout as sleep } from 'node:timers/promises';
import { app, output, trigger } from '@azure/functions';

app.setup({ enableHttpStream: true });

app.http('ping', { methods: ['GET'], handler: async () => ({ jsonBody: { ok: true } }) });
app.http('echo', {
  methods: ['POST'],
  route: 'echo/{id}',
  handler: async (request) => ({
    headers: { 'x-id': request.params.id ?? '', 'x-all': request.query.getAll('a').join('+') },
    body: request.body,
  }),
});
app.http('headers', {
  methods: ['GET'],
  handler: async (request) => ({ jsonBody: { headers: Object.fromEntries(request.headers), url: request.url } }),
});
const { promise: released, resolve: release } = Promise.withResolvers<void>();
app.http('release', {
  methods: ['POST'],
  handler: async () => {
    release();
    return {};
  },
});
app.http('events', {
  methods: ['GET'],
  handler: async () => {
    async function* events() {
      yield Buffer.from('data: first\n\n');
      await released;
      yield Buffer.from('data: second\n\n');
    }
    return { headers: { 'content-type': 'text/event-stream' }, body: events() };
  },
});
app.http('cookies', {
  methods: ['GET'],
  handler: async () => ({
    cookies: [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ],
  }),
});
app.generic('nothing', {
  trigger: trigger.http({ methods: ['GET'] }),
  return: output.http({}),
  handler: async () => undefined,
});
app.http('boom', {
  methods: ['GET'],
  handler: async () => {
    throw new Error('the secret reason');
  },
});
app.http('slow', {
  methods: ['GET'],
  handler: async () => {
    await sleep(10_000, undefined, { ref: false });
    return {};
  },
});
