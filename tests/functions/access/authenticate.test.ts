import { apiClient, apiClientStream } from '../../../functions/access/api-client.ts';
import { membership, membershipStream } from '../../../functions/access/membership.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import { app, clientOf, found, signedIn } from '../company.ts';

const RUN = { at: '2026-03-02T08:00:00.000Z', actor: 'system:test', correlationId: 'c-1' };
const now = RUN.at;

const open = async () => {
  const world = app();
  return { world, acme: await found(world, 'acme') };
};

describe('GET me', () => {
  it('says who is signed in, for which company, and what they may do', async () => {
    const { acme } = await open();
    expect((await acme.as('dispatcher').get('me')).body).toEqual({
      tenant: { id: 'ten_acme', name: 'acme' },
      user: { id: 'user:dispatcher@acme.example', name: 'dispatcher@acme.example' },
      roles: ['dispatcher'],
      scopes: expect.arrayContaining(['vehicles:read', 'vehicles:write', 'live:read']),
    });
  });

  it('knows an integration by its key', async () => {
    const { acme } = await open();
    expect((await acme.integration.get('me')).body).toMatchObject({
      user: { id: 'client:cli_acme' },
      roles: ['client'],
    });
  });

  it('lets a driver see themselves, and nothing of the fleet', async () => {
    const { acme } = await open();
    expect((await acme.as('driver').get('me')).status).toBe(200);
    expect((await acme.as('driver').get('vehicles')).status).toBe(403);
    expect((await acme.as('driver').get('vehicles/positions')).status).toBe(403);
  });
});

describe('who is calling', () => {
  it('is found however the address is written', async () => {
    const { world } = await open();
    const { body } = await clientOf(world, signedIn('Owner@ACME.example')).get('me');
    expect(body).toMatchObject({ user: { id: 'user:owner@acme.example' } });
  });

  it('is nobody without a sign-in or a key', async () => {
    const { world } = await open();
    expect(await clientOf(world).get('me')).toMatchObject({ status: 401, body: { code: 'access/sign-in' } });
  });

  it('has no access yet when no company knows the address', async () => {
    const { world } = await open();
    expect(await clientOf(world, signedIn('zoe@acme.example')).get('me')).toMatchObject({
      status: 403,
      body: { code: 'access/no-membership' },
    });
  });

  it('is somebody else when the same address signs in with another provider', async () => {
    const { world } = await open();
    expect((await clientOf(world, signedIn('owner@acme.example', 'github')).get('me')).status).toBe(403);
  });

  it.each(['%%%', 'bnVsbA==', Buffer.from('{"userDetails":1}').toString('base64')])(
    'is nobody when the sign-in %s cannot be read',
    async (header) => {
      const { world } = await open();
      expect(await clientOf(world, { 'x-ms-client-principal': header }).get('me')).toMatchObject({
        status: 401,
        body: { code: 'access/bad-principal' },
      });
    },
  );

  it('is nobody with a key that is not known', async () => {
    const { world } = await open();
    expect(await clientOf(world, { 'x-api-key': 'wf_guess' }).get('me')).toMatchObject({
      status: 401,
      body: { code: 'access/unknown-key' },
    });
  });

  it('is not let in by a good sign-in when the key is not known', async () => {
    const { world } = await open();
    const both = { 'x-api-key': 'wf_guess', ...signedIn('owner@acme.example') };
    expect((await clientOf(world, both).get('me')).status).toBe(401);
  });
});

describe('a request that another site has made up', () => {
  const asked = async (site: string, method: 'get' | 'post') => {
    const { world } = await open();
    const client = clientOf(world, { ...signedIn('owner@acme.example'), 'sec-fetch-site': site });
    return method === 'get' ? client.get('vehicles') : client.post('vehicles', { name: 'Van' });
  };

  it.each(['cross-site', 'same-site'])('changes nothing: %s', async (site) =>
    expect(await asked(site, 'post')).toMatchObject({ status: 403, body: { code: 'access/cross-site' } }),
  );
  it('may be one that only reads', async () => expect((await asked('cross-site', 'get')).status).toBe(200));
  it.each(['same-origin', 'none'])('is told apart from our own: %s', async (site) =>
    expect((await asked(site, 'post')).status).toBe(201),
  );
});

describe('whoever has lost access', () => {
  it('is out at once: a member whose membership was revoked', async () => {
    const { world, acme } = await open();
    expect((await acme.as('viewer').get('me')).status).toBe(200);
    const stream = membershipStream('ten_acme', 'viewer@acme.example');
    await execute(membership)(world.services.streams, stream, { type: 'Revoke', data: { now } }, RUN);
    expect((await acme.as('viewer').get('me')).status).toBe(403);
  });

  it('is out at once: an integration whose client was revoked', async () => {
    const { world, acme } = await open();
    expect((await acme.integration.get('me')).status).toBe(200);
    const stream = apiClientStream('ten_acme', 'cli_acme');
    await execute(apiClient)(world.services.streams, stream, { type: 'Revoke', data: { now } }, RUN);
    expect((await acme.integration.get('me')).status).toBe(401);
  });

  it('has another role at once when the role has changed', async () => {
    const { world, acme } = await open();
    const stream = membershipStream('ten_acme', 'viewer@acme.example');
    const grant = { type: 'Grant', data: { email: 'viewer@acme.example', role: 'owner', now } } as const;
    await execute(membership)(world.services.streams, stream, grant, RUN);
    expect((await acme.as('viewer').get('me')).body).toMatchObject({ roles: ['owner'] });
  });
});
