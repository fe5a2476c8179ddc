import { WebPubSubServiceClient } from '@azure/web-pubsub';
import type { Binding } from './core-module.ts';
import type { Settings } from './settings.ts';
import { webPubSubConnection } from './web-pubsub-connection.ts';

const clients = new Map<string, WebPubSubServiceClient>();

/** The client for a binding's hub; plain http is allowed, because that is what a stand-in speaks. */
export const webPubSubClient = (
  { connection, hub }: Binding,
  settings: Settings,
  where: string,
): WebPubSubServiceClient => {
  if (typeof hub !== 'string' || hub === '') throw new Error(`${where}: "hub" must name a hub.`);
  const address = webPubSubConnection(connection, settings, where);
  const key = `${hub} ${address}`;
  const client = clients.get(key) ?? new WebPubSubServiceClient(address, hub, { allowInsecureConnection: true });
  clients.set(key, client);
  return client;
};
