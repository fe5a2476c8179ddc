import type { OpenWebhook, ReadInput, StartTrigger, WriteOutput } from './services.ts';

// The host's four extension points, by binding type in lower case. A service's SDK is loaded when a function asks for it.

const durable = () => import('../durable/extension.ts');

/** Triggers that listen on their own; the rest is served over HTTP. */
export const TRIGGERS: Readonly<Record<string, () => Promise<StartTrigger>>> = {
  timertrigger: async () => (await import('./triggers/timer.ts')).startTimer,
  servicebustrigger: async () => (await import('./triggers/service-bus.ts')).startServiceBus,
  cosmosdbtrigger: async () => (await import('./triggers/cosmos-change-feed.ts')).startCosmosChangeFeed,
  orchestrationtrigger: async () => (await durable()).startDurable,
  activitytrigger: async () => (await durable()).startDurable,
  entitytrigger: async () => (await durable()).startDurable,
};

export const INPUTS: Readonly<Record<string, () => Promise<ReadInput>>> = {
  webpubsubconnection: async () => (await import('./inputs/web-pubsub-connection.ts')).readWebPubSubConnection,
  durableclient: async () => (await durable()).readDurableClient,
};

export const OUTPUTS: Readonly<Record<string, () => Promise<WriteOutput>>> = {
  servicebus: async () => (await import('./outputs/service-bus.ts')).writeServiceBus,
  webpubsub: async () => (await import('./outputs/web-pubsub.ts')).writeWebPubSub,
};

interface Webhook {
  /** The functions it serves are those with one of these triggers; without any there is no webhook. */
  readonly triggers: readonly string[];
  readonly load: () => Promise<OpenWebhook>;
}

/** Paths of the host's own port. */
export const WEBHOOKS: Readonly<Record<string, Webhook>> = {
  '/runtime/webhooks/webpubsub': {
    triggers: ['webpubsubtrigger'],
    load: async () => (await import('./triggers/web-pubsub.ts')).openWebPubSub,
  },
  '/runtime/webhooks/durabletask': {
    triggers: ['orchestrationtrigger', 'activitytrigger', 'entitytrigger'],
    load: async () => (await durable()).openDurable,
  },
};

/** True when a function may have a binding of this type. */
export const isCovered = (type: string, direction: string): boolean => {
  if (type.endsWith('trigger'))
    return (
      type === 'httptrigger' ||
      type in TRIGGERS ||
      Object.values(WEBHOOKS).some(({ triggers }) => triggers.includes(type))
    );
  return direction === 'in' ? type in INPUTS : type === 'http' || type in OUTPUTS;
};
