import { setTimeout as sleep } from 'node:timers/promises';
import { app } from '@azure/functions';
import { record } from '../recorder.ts';

const connection = 'BUS';
let running = 0;

/** Lets nobody pass until so many have come. */
const gate = (count: number) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return (present: number) => {
    if (present >= count) resolve();
    return promise;
  };
};
const fourAtOnce = gate(4);
const twoSessions = gate(2);

app.serviceBusQueue('one', {
  connection,
  queueName: '%ORDERS%',
  handler: async (message, context) => record('one', { message, metadata: context.triggerMetadata }),
});

app.serviceBusQueue('failing', {
  connection,
  queueName: 'failing',
  handler: async (message, context) => {
    record('failing', { message, deliveryCount: context.triggerMetadata?.deliveryCount });
    throw new Error('cannot take this');
  },
});

app.serviceBusQueue('slow', {
  connection,
  queueName: 'slow',
  handler: async (message) => {
    running++;
    record('slow', running);
    await fourAtOnce(running);
    await sleep(50);
    running--;
    record('slow-done', message);
  },
});

app.serviceBusQueue('endless', {
  connection,
  queueName: 'endless',
  handler: async (_, context) => {
    record('endless', context.triggerMetadata?.deliveryCount);
    await sleep(60_000, undefined, { ref: false });
  },
});

app.serviceBusTopic('many', {
  connection,
  topicName: 'events',
  subscriptionName: 'batches',
  cardinality: 'many',
  handler: async (messages, context) => {
    record('many', { messages, metadata: context.triggerMetadata });
    const poisoned = Array.isArray(messages) && messages.some((message) => message === 'poison');
    if (poisoned) throw new Error('cannot take this batch');
  },
});

const busy = new Map<string, number>();

app.serviceBusQueue('sessions', {
  connection,
  queueName: 'sessions',
  isSessionsEnabled: true,
  handler: async (message, context) => {
    const sessionId = String(context.triggerMetadata?.sessionId);
    busy.set(sessionId, (busy.get(sessionId) ?? 0) + 1);
    const open = [...busy.values()].filter(Boolean).length;
    await twoSessions(open);
    record('sessions', { sessionId, message, atOnce: busy.get(sessionId), open });
    busy.set(sessionId, (busy.get(sessionId) ?? 0) - 1);
  },
});

app.serviceBusQueue('sessionBatches', {
  connection,
  queueName: 'session-batches',
  isSessionsEnabled: true,
  cardinality: 'many',
  handler: async (messages, context) =>
    record('sessionBatches', { messages, sessions: context.triggerMetadata?.sessionIdArray }),
});
