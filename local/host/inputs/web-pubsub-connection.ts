import type { ReadInput } from '../services.ts';
import { webPubSubClient } from '../web-pubsub-client.ts';

/** `{url, baseUrl, accessToken}` with which a client connects to the hub. */
export const readWebPubSubConnection: ReadInput = async (options, { settings }, where) => {
  const { userId } = options;
  const client = webPubSubClient(options, settings, where);
  const { baseUrl, token, url } = await client.getClientAccessToken(
    typeof userId === 'string' && userId !== '' ? { userId } : {},
  );
  return { string: JSON.stringify({ baseUrl, url, accessToken: token }) };
};
