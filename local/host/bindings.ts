import type { OpenWebhook, ReadInput, StartTrigger, WriteOutput } from './services.ts';

type Table<T> = Readonly<Record<string, T>>;

// The host's four extension points, by binding type in lower case. A service's SDK is loaded when a function asks for it.

const durable = () => import('../durable/extension.ts');

/** Triggers that listen on their own; the rest is served over HTTP. */
export const TRIGGERS: Table<() => Promise<StartTrigger>> = {
  timertrigger: async () => (await import('./triggers/timer.ts')).startTimer,
  servicebustrigger: async () => (await import('./triggers/service-bus.ts')).startServiceBus,
  cosmosdbtrigger: async () => (await import('./triggers/cosmos.ts')).startCosmosChangeFeed,
  orchestrationtrigger: async () => (await durable()).startDurable,
  activitytrigger: async () => (await durable()).startDurable,
  entitytrigger: async () => (await durable()).startDurable,
};

export const INPUTS: Table<() => Promise<ReadInput>> = {
  webpubsubconnection: async () => (await import('./outputs/web-pubsub.ts')).readWebPubSubConnection,
  durableclient: async () => (await durable()).readDurableClient,
};

export const OUTPUTS: Table<() => Promise<WriteOutput>> = {
  servicebus: async () => (await import('./outputs/service-bus.ts')).writeServiceBus,
  webpubsub: async () => (await import('./outputs/web-pubsub.ts')).writeWebPubSub,
};

/** Paths of the host's own port, each there when a function has one of the triggers it serves. */
export const WEBHOOKS: Table<{ readonly triggers: readonly string[]; readonly load: () => Promise<OpenWebhook> }> = {
  '/runtime/webhooks/webpubsub': {
    triggers: ['webpubsubtrigger'],
    load: async () => (await import('./triggers/web-pubsub.ts')).openWebPubSub,
  },
  '/runtime/webhooks/durabletask': {
    triggers: ['orchestrationtrigger', 'activitytrigger', 'entitytrigger'],
    load: async () => (await durable()).openDurable,
  },
};

const WITHOUT_LISTENER = ['httptrigger', 'webpubsubtrigger', 'http'];

/** True when a function may have a binding of this type. */
export const isCovered = (type: string, direction: string): boolean =>
  WITHOUT_LISTENER.includes(type) || type in TRIGGERS || type in (direction === 'in' ? INPUTS : OUTPUTS);
