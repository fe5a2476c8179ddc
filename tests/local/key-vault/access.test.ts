import { startKeyVault, tokenFor } from '../../../local/key-vault/server.ts';
import type { StandIn } from '../../../local/shared/stand-in.ts';
import { covered, differs } from '../conformance.ts';
import { clientAt, send, VAULT } from './client.ts';

let vault: StandIn;
beforeAll(async () => {
  vault = await startKeyVault();
});
afterAll(() => vault.close());

const LIST = '/secrets?api-version=7.5';

describe('signing in', () => {
  it(covered('the 401 challenge: the SDK asks for a token of the audience that it names'), async () => {
    const asked: string[] = [];
    await clientAt(vault.port, VAULT, asked).setSecret('key', 'text');
    expect(asked).toEqual([`${VAULT}/.default`]);
    const challenge = (await send(vault.port, 'GET', LIST)).headers.get('www-authenticate');
    expect(challenge).toMatch(/^Bearer authorization="https:\/\/[^"]+", resource="https:\/\/vault\.azure\.net"$/);
  });

  it(covered('401 for a token of another audience'), async () => {
    const elsewhere = clientAt(vault.port, 'https://storage.azure.com');
    await expect(elsewhere.getSecret('key')).rejects.toMatchObject({
      statusCode: 401,
      code: 'Unauthorized',
      message: expect.stringContaining('AKV10022'),
    });
  });

  it.each(['', 'nonsense', tokenFor(VAULT).slice(0, -4), Buffer.from(`${VAULT} guessed`).toString('base64url')])(
    covered('401 without a token, and with one that is not ours'),
    async (token) =>
      expect(await send(vault.port, 'GET', LIST, token)).toMatchObject({
        status: 401,
        body: { error: { code: 'Unauthorized', message: expect.stringContaining('AKV10000') } },
      }),
  );

  it(
    differs('the token', 'one that everybody may know, as the keys of the emulators are; there are no roles'),
    async () => {
      const [, token = ''] = /Token=(.+)$/.exec(vault.connection) ?? [];
      expect(await send(vault.port, 'GET', LIST, token)).toMatchObject({ status: 200 });
      expect(token).toBe(tokenFor(VAULT));
    },
  );

  it(
    differs('the scheme', 'plain http; links are https as on Azure, and a policy of the client takes them back'),
    async () => {
      await clientAt(vault.port).setSecret('key', 'text');
      const { body } = await send(vault.port, 'GET', `${LIST}&maxresults=1`, tokenFor(VAULT));
      expect(body.value[0].id).toMatch(/^https:\/\/127\.0\.0\.1:/);
    },
  );
});
