import type { Extension } from './services.ts';

/** A service's SDK is loaded when a function asks for it. With a `path`, its triggers are served there, on the host's own port. */
type Entry = { readonly load: () => Promise<Extension>; readonly path?: string };

const http: Entry = { load: async () => ({}) };
const webPubSub: Entry = { load: () => import('./web-pubsub.ts'), path: '/runtime/webhooks/webpubsub' };
const durable: Entry = { load: () => import('../durable/extension.ts'), path: '/runtime/webhooks/durabletask' };

/** Every binding type a function may have, in lower case. */
export const BINDINGS: Readonly<Record<string, Entry>> = {
  httptrigger: http,
  http,
  timertrigger: { load: () => import('./triggers/timer.ts') },
  servicebustrigger: { load: () => import('./triggers/service-bus.ts') },
  cosmosdbtrigger: { load: () => import('./triggers/cosmos.ts') },
  webpubsubtrigger: webPubSub,
  webpubsubconnection: webPubSub,
  webpubsub: webPubSub,
  orchestrationtrigger: durable,
  activitytrigger: durable,
  entitytrigger: durable,
  durableclient: durable,
};

export const extensionFor = async (type: string): Promise<Extension> => (await BINDINGS[type]?.load()) ?? {};
