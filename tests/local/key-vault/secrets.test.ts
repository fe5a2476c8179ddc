import type { SecretClient } from '@azure/keyvault-secrets';
import { startKeyVault, tokenFor } from '../../../local/key-vault/server.ts';
import type { StandIn } from '../../../local/shared/stand-in.ts';
import { covered, differs, refused } from '../conformance.ts';
import { all, clientAt, send, VAULT } from './client.ts';

let vault: StandIn;
let client: SecretClient;
beforeEach(async () => {
  vault = await startKeyVault();
  client = clientAt(vault.port);
});
afterEach(() => vault.close());

const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name);

describe('versions', () => {
  it(covered('set and get a secret, the newest version unless one is named'), async () => {
    const first = await client.setSecret('db-password', 'p1');
    const second = await client.setSecret('db-password', 'p2');
    expect(first.properties.version).toMatch(/^[0-9a-f]{32}$/);
    expect(await client.getSecret('db-password')).toMatchObject({
      name: 'db-password',
      value: 'p2',
      properties: { version: second.properties.version, enabled: true, recoveryLevel: 'Recoverable+Purgeable' },
    });
    const older = await client.getSecret('db-password', { version: first.properties.version ?? '' });
    expect(older.value).toBe('p1');
  });

  it(covered('content type, tags, expiry and start of a version'), async () => {
    const [expiresOn, notBefore] = [new Date('2030-01-01T00:00:00Z'), new Date('2020-01-01T00:00:00Z')];
    const given = { contentType: 'text/plain', tags: { team: 'fleet' }, expiresOn, notBefore };
    await client.setSecret('key', 'text', given);
    const { properties } = await client.getSecret('key');
    expect(properties).toMatchObject(given);
    expect(Math.abs((properties.createdOn?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it(covered('names regardless of case'), async () => {
    await client.setSecret('Db-Password', 'p1');
    await client.setSecret('db-password', 'p2');
    expect((await client.getSecret('DB-PASSWORD')).value).toBe('p2');
    expect(await all(client.listPropertiesOfSecretVersions('db-password'))).toHaveLength(2);
  });

  it(covered('404 SecretNotFound'), async () => {
    const missing = { statusCode: 404, code: 'SecretNotFound' };
    await expect(client.getSecret('none')).rejects.toMatchObject(missing);
    await client.setSecret('some', 'text');
    await expect(client.getSecret('some', { version: '0'.repeat(32) })).rejects.toMatchObject(missing);
    await expect(client.beginDeleteSecret('none')).rejects.toMatchObject(missing);
    await expect(client.getDeletedSecret('some')).rejects.toMatchObject(missing);
    await expect(client.purgeDeletedSecret('some')).rejects.toMatchObject(missing);
  });
});

describe('attributes of a version', () => {
  it(covered('403 for a disabled version'), async () => {
    await client.setSecret('key', 'text', { enabled: false });
    await expect(client.getSecret('key')).rejects.toMatchObject({ statusCode: 403, code: 'Forbidden' });
    expect(names(await all(client.listPropertiesOfSecrets()))).toEqual(['key']);
  });

  it(covered('an expired version is still readable'), async () => {
    await client.setSecret('key', 'text', { expiresOn: new Date('2020-01-01T00:00:00Z') });
    expect((await client.getSecret('key')).value).toBe('text');
  });
});

describe('lists', () => {
  it(covered('list secrets and versions without their values, 25 to a page, with nextLink'), async () => {
    const given = Array.from({ length: 60 }, (_, index) => `secret-${String(index).padStart(2, '0')}`);
    for (const name of given) await client.setSecret(name, 'p4ss');
    for (let n = 0; n < 30; n++) await client.setSecret('versioned', `p${n}`);
    const listed = await all(client.listPropertiesOfSecrets());
    expect(names(listed)).toEqual([...given, 'versioned']);
    expect(JSON.stringify(listed)).not.toContain('p4ss');
    const versions = await all(client.listPropertiesOfSecretVersions('versioned'));
    expect(new Set(versions.map(({ version }) => version)).size).toBe(30);

    const sizes: number[] = [];
    for await (const page of client.listPropertiesOfSecrets().byPage()) sizes.push(page.length);
    expect(sizes).toEqual([25, 25, 11]);
  });

  it(covered('maxresults of 1 to 25'), async () => {
    for (const name of ['a', 'b', 'c']) await client.setSecret(name, 'text');
    const sizes: number[] = [];
    for await (const page of client.listPropertiesOfSecrets().byPage({ maxPageSize: 2 })) sizes.push(page.length);
    expect(sizes).toEqual([2, 1]);
    for (const wrong of ['0', '26', 'x']) {
      const path = `/secrets?api-version=7.5&maxresults=${wrong}`;
      expect(await send(vault.port, 'GET', path, tokenFor(VAULT))).toMatchObject({ status: 400 });
    }
  });
});

describe('deletion', () => {
  const remove = async (name: string) => (await client.beginDeleteSecret(name)).pollUntilDone();

  it(covered('soft delete with its poller, and the list of what is deleted'), async () => {
    await client.setSecret('kept', 'text');
    await client.setSecret('key', 'text');
    const { deletedOn, scheduledPurgeDate, recoveryId } = (await remove('key')).properties;
    expect(recoveryId).toMatch(/\/deletedsecrets\/key$/);
    expect((scheduledPurgeDate?.getTime() ?? 0) - (deletedOn?.getTime() ?? 0)).toBe(90 * 86_400_000);
    await expect(client.getSecret('key')).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' });
    expect(names(await all(client.listPropertiesOfSecrets()))).toEqual(['kept']);
    expect(names(await all(client.listDeletedSecrets()))).toEqual(['key']);
    expect(await client.getDeletedSecret('key')).toMatchObject({ name: 'key' });
  });

  it(covered('409 Conflict for setting what is soft-deleted'), async () => {
    await client.setSecret('key', 'text');
    await remove('key');
    await expect(client.setSecret('key', 'again')).rejects.toMatchObject({ statusCode: 409, code: 'Conflict' });
  });

  it(covered('recover with its poller: every version is back'), async () => {
    const { properties } = await client.setSecret('key', 'p1');
    await client.setSecret('key', 'p2');
    await remove('key');
    expect(await (await client.beginRecoverDeletedSecret('key')).pollUntilDone()).toMatchObject({ name: 'key' });
    expect((await client.getSecret('key')).value).toBe('p2');
    expect((await client.getSecret('key', { version: properties.version ?? '' })).value).toBe('p1');
    expect(await all(client.listDeletedSecrets())).toEqual([]);
  });

  it(covered('purge: the name is free, and nothing is left'), async () => {
    await client.setSecret('key', 'p1');
    await remove('key');
    await client.purgeDeletedSecret('key');
    await expect(client.getDeletedSecret('key')).rejects.toMatchObject({ statusCode: 404 });
    await client.setSecret('key', 'p2');
    expect(await all(client.listPropertiesOfSecretVersions('key'))).toHaveLength(1);
  });

  it(differs('the end of the 90 days', 'a deleted secret stays until it is purged'), async () => {
    await client.setSecret('key', 'text');
    const { scheduledPurgeDate } = (await remove('key')).properties;
    expect(scheduledPurgeDate?.getTime()).toBeGreaterThan(Date.now());
    expect(names(await all(client.listDeletedSecrets()))).toEqual(['key']);
  });
});

describe('limits', () => {
  it(
    covered(
      '400 BadParameter for a value over 25,600 characters, an empty one, and a name with anything but letters, digits, hyphens',
    ),
    async () => {
      const wrong = { statusCode: 400, code: 'BadParameter' };
      await client.setSecret('x'.repeat(127), 'x'.repeat(25_600));
      await expect(client.setSecret('key', 'x'.repeat(25_601))).rejects.toMatchObject(wrong);
      await expect(client.setSecret('key', '')).rejects.toMatchObject(wrong);
      for (const name of ['a_b', 'a.b', 'x'.repeat(128)])
        await expect(client.setSecret(name, 'text')).rejects.toMatchObject(wrong);
      await expect(client.setSecret('key', 'x'.repeat(200_000))).rejects.toMatchObject({ statusCode: 413 });
    },
  );

  it(covered('400 without an api-version'), async () =>
    expect(await send(vault.port, 'GET', '/secrets', tokenFor(VAULT))).toMatchObject({
      status: 400,
      body: { error: { code: 'BadParameter', message: expect.stringContaining('api-version') } },
    }),
  );
});

describe('what is not simulated', () => {
  it(refused('updating the attributes of a version: set a new one'), async () => {
    const { properties } = await client.setSecret('key', 'text');
    const update = client.updateSecretProperties('key', properties.version ?? '', { enabled: false });
    await expect(update).rejects.toMatchObject({ statusCode: 501, code: 'NotSimulated' });
  });

  it(refused('backup and restore'), async () => {
    await client.setSecret('key', 'text');
    const refusal = { statusCode: 501, code: 'NotSimulated', message: expect.stringContaining('local/key-vault') };
    await expect(client.backupSecret('key')).rejects.toMatchObject(refusal);
    await expect(client.restoreSecretBackup(Buffer.from('backup'))).rejects.toMatchObject(refusal);
  });

  it.each(['/keys', '/keys/a/b', '/certificates', '/certificates/a', '/deletedkeys', '/'])(
    refused('keys, certificates and storage accounts'),
    async (path) =>
      expect(await send(vault.port, 'GET', `${path}?api-version=7.5`, tokenFor(VAULT))).toMatchObject({
        status: 501,
        body: { error: { code: 'NotSimulated' } },
      }),
  );
});
