import { SecretClient } from '@azure/keyvault-secrets';
import { tokenFor } from '../../../local/key-vault/server.ts';
import { PLAIN_HTTP } from '../../../shared/secrets/plain-http.ts';

export const VAULT = 'https://vault.azure.net';

/** The SDK as it is, but for the patience: pollers ask at once, and nothing is tried twice. */
export const clientAt = (port: number, audience = VAULT, asked: string[] = []): SecretClient => {
  const credential = {
    async getToken(scopes: string | string[]) {
      asked.push(...[scopes].flat());
      return { token: tokenFor(audience), expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  return new SecretClient(`https://127.0.0.1:${port}`, credential, { ...PLAIN_HTTP, retryOptions: { maxRetries: 0 } });
};

/** A request that the SDK would not send. */
export const send = async (port: number, method: string, path: string, token?: string) => {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
};

export const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};
