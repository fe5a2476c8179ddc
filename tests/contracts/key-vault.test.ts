import { inspect } from 'node:util';
import { SecretClient } from '@azure/keyvault-secrets';
import { startKeyVault, tokenFor } from '../../local/key-vault/server.ts';
import type { StandIn } from '../../local/shared/stand-in.ts';
import { jsonLog } from '../../shared/observability/log.ts';
import { cachedSecrets } from '../../shared/secrets/cached-secrets.ts';
import { keyVault } from '../../shared/secrets/key-vault.ts';
import { PLAIN_HTTP } from '../../shared/secrets/plain-http.ts';
import { secretsContract } from './secrets.contract.ts';

let service: StandIn;
beforeAll(async () => {
  service = await startKeyVault();
});
afterAll(() => service.close());

const clientOf = (endpoint: string, token = tokenFor('https://vault.azure.net')) =>
  new SecretClient(
    endpoint.replace('http:', 'https:'),
    { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    { ...PLAIN_HTTP, retryOptions: { maxRetries: 0 } },
  );
const vaultAt = (endpoint: string, token?: string) => keyVault(async () => clientOf(endpoint, token));
const endpoint = () => `http://127.0.0.1:${service.port}`;

secretsContract('Azure Key Vault', async () => cachedSecrets(vaultAt(endpoint())));

describe('a vault that fails', () => {
  const shownOf = (error: unknown) => {
    const lines: string[] = [];
    jsonLog((line) => lines.push(line)).error('It failed', { error });
    return [...lines, inspect(error, { depth: 20, showHidden: true })].join('\n');
  };
  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => {
        throw new Error('It should have failed.');
      },
      (error: unknown) => error,
    );

  it('is told apart from one that has no such secret', async () => {
    const gone = await startKeyVault();
    const secrets = cachedSecrets(vaultAt(`http://127.0.0.1:${gone.port}`));
    await gone.close();
    await expect(secrets.in('ten_acme').get('signing')).rejects.toMatchObject({
      kind: 'upstream',
      code: 'secrets/unavailable',
    });
  });

  it.each([
    ['refuses who asks', () => vaultAt(endpoint(), 'no token')],
    ['was asked for a name it cannot have', () => vaultAt(endpoint())],
  ])('does not show the secret when it %s', async (_, open) => {
    const error = await failureOf(open().write('not_possible', 'p4ss-w0rd'));
    expect(error).toMatchObject({ kind: 'upstream', code: 'secrets/unavailable' });
    expect(shownOf(error)).not.toContain('p4ss');
  });
});
