import { invitation, invitationStream } from '../../../functions/access/invitation.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import { hashOf } from '../../../shared/identity/keys.ts';
import { clientOf, found, itemsOf, signedIn } from '../company.ts';
import { idOf, open } from './scene.ts';

const DAY = 86_400_000;
const zoe = 'Zoe@acme.example';

const invited = async (body: object = {}) => {
  const scene = await open();
  const answer = await scene.owner.post('invitations', { email: zoe, role: 'viewer', ...body });
  return {
    ...scene,
    answer,
    id: String(answer.body.id),
    token: String(answer.body.token),
    person: clientOf(scene.world, signedIn(zoe)),
  };
};

describe('an invitation', () => {
  it('has a token, shown once', async () => {
    const { owner, answer, id } = await invited();
    expect(answer).toMatchObject({
      status: 201,
      body: {
        email: 'zoe@acme.example',
        role: 'viewer',
        status: 'pending',
        invitedAt: '2026-03-02T08:00:00.000Z',
        invitedBy: 'user:owner@acme.example',
        expiresAt: '2026-03-09T08:00:00.000Z',
        token: expect.stringMatching(/^inv_[0-9a-z]{26}$/),
      },
    });
    expect(answer.headers.get('location')).toBe(`/api/v1/invitations/${id}`);
    const { token, ...rest } = answer.body;
    expect((await owner.get(`invitations/${id}`)).body).toEqual(rest);
    expect(itemsOf(await owner.get('invitations?status=pending'))).toEqual([rest]);
    expect((await owner.get('invitations')).text).not.toContain(hashOf(String(token)));
  });

  it('lets its person in, as what it says', async () => {
    const { owner, person, token, id } = await invited();
    expect((await person.get('me')).status).toBe(403);
    const accepted = await person.post('invitations/accept', { token });
    expect(accepted).toMatchObject({
      status: 200,
      body: { tenant: { id: 'ten_acme', name: 'acme' }, role: 'viewer', current: true },
    });
    expect((await person.get('me')).body).toMatchObject({ roles: ['viewer'] });
    expect((await owner.get(`invitations/${id}`)).body).toMatchObject({ status: 'accepted' });
  });

  it('limits whoever accepts to the groups it says', async () => {
    const { acme, owner, world } = await open();
    const { body: north } = await owner.post('groups', { name: 'North' });
    const { body } = await owner.post('invitations', { email: zoe, role: 'dispatcher', groups: [north.id] });
    expect((await owner.post(`groups/${north.id}/archive`)).body).toMatchObject({ code: 'groups/in-use' });
    const person = clientOf(world, signedIn(zoe));
    await person.post('invitations/accept', { token: body.token });
    expect((await person.get('me')).body).toMatchObject({ groups: [north.id] });
    expect(
      (await acme.as('owner').post('invitations', { email: 'y@acme.example', role: 'owner', groups: [north.id] })).body,
    ).toMatchObject({ code: 'access/owner-unlimited' });
  });

  it('is for nobody else', async () => {
    const { world, token, person } = await invited();
    const thief = clientOf(world, signedIn('thief@acme.example'));
    const unknown = `inv_${'0'.repeat(26)}`;
    const refusals = [
      await thief.post('invitations/accept', { token }),
      await thief.post('invitations/accept', { token: unknown }),
      await person.post('invitations/accept', { token: unknown }),
      await person.post('invitations/accept', { token: 'guess' }),
    ];
    for (const { status, body } of refusals)
      expect([status, body.code, body.detail]).toEqual([404, 'access/no-invitation', refusals[0]?.body.detail]);
    expect((await clientOf(world).post('invitations/accept', { token })).body.code).toBe('access/sign-in');
    expect((await thief.get('me')).status).toBe(403);
  });

  it('says what is wrong with the body', async () => {
    const { person, owner } = await invited();
    expect((await person.post('invitations/accept', {})).body.code).toBe('body/invalid');
    expect((await owner.post('invitations', { email: 'nobody', role: 'king' })).body.issues).toMatchObject([
      { path: ['email'] },
      { path: ['role'] },
    ]);
  });

  it('works once: whoever was removed does not come back by it', async () => {
    const { owner, person, token } = await invited();
    await person.post('invitations/accept', { token });
    expect((await person.post('invitations/accept', { token })).status).toBe(200);
    await owner.post(`members/${idOf('zoe')}/remove`);
    await person.post('invitations/accept', { token });
    expect((await person.get('me')).status).toBe(403);
  });

  it('is finished when its acceptance was cut off before the person was in', async () => {
    const { world, person, token, id } = await invited();
    const run = { at: '2026-03-02T08:00:00.000Z', actor: 'user:zoe@acme.example', correlationId: 'c-1' };
    const accept = { type: 'Accept', data: { tokenHash: hashOf(token), now: run.at } } as const;
    await execute(invitation)(world.services.streams, invitationStream('ten_acme', id), accept, run);
    expect((await person.get('me')).status).toBe(403);
    expect((await person.post('invitations/accept', { token })).status).toBe(200);
    expect((await person.get('me')).status).toBe(200);
  });

  it('expires after seven days, and can be sent again with another token', async () => {
    const { world, owner, person, token, id } = await invited();
    world.advance(7 * DAY);
    expect((await person.post('invitations/accept', { token })).body.code).toBe('access/invitation-expired');
    const again = await owner.post(`invitations/${id}/resend`);
    expect(again.body).toMatchObject({ status: 'pending', expiresAt: '2026-03-16T08:00:00.000Z' });
    expect((await person.post('invitations/accept', { token })).body.code).toBe('access/no-invitation');
    expect((await person.post('invitations/accept', { token: again.body.token })).status).toBe(200);
    expect((await owner.post(`invitations/${id}/resend`)).body.code).toBe('access/invitation-used');
  });

  it('can be revoked', async () => {
    const { owner, person, token, id } = await invited();
    expect((await owner.post(`invitations/${id}/revoke`)).body).toMatchObject({ status: 'revoked' });
    expect((await person.post('invitations/accept', { token })).status).toBe(404);
    expect((await owner.post(`invitations/${id}/resend`)).body.code).toBe('access/invitation-revoked');
  });

  it('is made once for a person, and none for who is in', async () => {
    const { world, owner, id } = await invited();
    expect(await owner.post('invitations', { email: 'zoe@acme.example', role: 'admin' })).toMatchObject({
      status: 409,
      body: { code: 'access/already-invited', invitationId: id },
    });
    world.advance(8 * DAY);
    expect((await owner.post('invitations', { email: zoe, role: 'admin' })).status).toBe(201);
    expect((await owner.post('invitations', { email: 'viewer@acme.example', role: 'admin' })).body.code).toBe(
      'access/already-member',
    );
  });

  it('is the same one when the request is sent again under its key', async () => {
    const { owner } = await open();
    const ask = () => owner.post('invitations', { email: zoe, role: 'viewer' }, { 'idempotency-key': 'k-1' });
    const [first, second] = [await ask(), await ask()];
    expect(second.body).toEqual(first.body);
    expect(itemsOf(await owner.get('invitations')).length).toBe(1);
  });

  it('adds a company to those the person has', async () => {
    const { world, person, token } = await invited();
    const globex = await found(world, 'globex');
    await globex.admit(zoe, 'driver');
    world.advance(1_000);
    expect((await person.post('invitations/accept', { token })).body).toMatchObject({ current: false });
    expect(itemsOf(await person.get('me/companies')).map(({ role }) => role)).toEqual(['driver', 'viewer']);
  });
});
