import { app, input, output } from '@azure/functions';
import { record } from '../recorder.ts';

const connection = 'PUBSUB';
const hub = '%HUB%';
const system = { name: 'request', hub, eventType: 'system' as const, connections: [connection] };
const user = { name: 'request', hub, eventType: 'user' as const, connections: [connection] };

app.webPubSub('connect', {
  ...system,
  eventName: 'connect',
  handler: async (message, context) => {
    record('connect', { message, metadata: context.triggerMetadata });
    const { userId } = Object(message).connectionContext;
    if (userId === 'mallory') return { code: 'unauthorized', errorMessage: 'not you' };
    return { userId, groups: ['fleet'], roles: ['webpubsub.sendToGroup'], states: { seat: 7 } };
  },
});

app.webPubSub('connected', {
  ...system,
  eventName: 'connected',
  handler: async (message) => record('connected', message),
});

app.webPubSub('disconnected', {
  ...system,
  eventName: 'disconnected',
  handler: async (message) => {
    record('disconnected', message);
    throw new Error('nobody is waiting for this');
  },
});

const all = output.webPubSub({ name: 'actions', hub, connection });

app.webPubSub('echo', {
  ...user,
  eventName: 'echo',
  extraOutputs: [all],
  handler: async (message, context) => {
    record('echo', { message, metadata: context.triggerMetadata });
    const { data } = Object(message);
    if (data === '"fail"') throw new Error('the secret reason');
    context.extraOutputs.set(all, [
      { actionName: 'sendToGroup', group: 'fleet', data: { said: data }, dataType: 'json' },
    ]);
    return { data: JSON.stringify({ got: data }), dataType: 'json' };
  },
});

app.webPubSub('data', { ...user, name: 'data', eventName: 'data', handler: async (data) => record('data', data) });

for (const userId of ['ann', 'bob', 'mallory']) {
  const negotiated = input.webPubSubConnection({ name: 'client', hub, connection, userId });
  app.http(`negotiate-${userId}`, {
    methods: ['GET'],
    extraInputs: [negotiated],
    handler: async (_, context) => ({ jsonBody: context.extraInputs.get(negotiated) }),
  });
}

app.http('act', {
  methods: ['POST'],
  extraOutputs: [all],
  handler: async (request, context) => {
    context.extraOutputs.set(all, await request.json());
    return {};
  },
});
