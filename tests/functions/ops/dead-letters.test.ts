import type { World } from '../../../shared/testing/world.ts';
import { app, clientOf, found, itemsOf } from '../company.ts';

const bury = async ({ bus }: World, sessionId: string, body: unknown) => {
  await bus.send('telemetry', [{ sessionId, body }]);
  await bus.drain('telemetry', sessionId, async (messages) => ({
    poison: messages.map((message) => ({ message, reason: 'malformed', description: 'It is no message of fixes.' })),
  }));
};

describe('GET ops/dead-letters', () => {
  it('lists what nothing could be made of, with the reason and without what is in it', async () => {
    const world = app();
    const acme = await found(world, 'acme');
    await bury(world, 'ten_acme/0', { secret: 'p4ss' });
    const answer = await acme.as('owner').get('ops/dead-letters?queue=telemetry');
    expect(itemsOf(answer)).toEqual([
      {
        ...{ queue: 'telemetry', session: 'ten_acme/0', sequenceNumber: expect.any(String) },
        ...{ enqueuedAt: '2026-03-02T08:00:00.000Z', deliveries: 1, bytes: 17 },
        ...{ reason: 'malformed', description: 'It is no message of fixes.' },
      },
    ]);
    expect(answer.text).not.toContain('p4ss');
    expect(itemsOf(await acme.as('owner').get('ops/dead-letters'))).toHaveLength(1);
    expect(itemsOf(await acme.as('owner').get('ops/dead-letters?queue=jobs'))).toEqual([]);
  });

  it('shows nobody what is of another company, however similar its name', async () => {
    const world = app();
    const acme = await found(world, 'acme');
    for (const session of ['ten_globex/0', 'ten_acme2/0', 'ten_acm/0']) await bury(world, session, {});
    expect(itemsOf(await acme.as('owner').get('ops/dead-letters'))).toEqual([]);
  });

  it('names the queues that there are', async () => {
    const acme = await found(app(), 'acme');
    expect(await acme.as('owner').get('ops/dead-letters?queue=letters')).toMatchObject({
      status: 400,
      body: { issues: [{ path: ['queue'], message: expect.stringContaining('telemetry') }] },
    });
  });

  it('is for those who see the whole company', async () => {
    const world = app();
    const acme = await found(world, 'acme');
    const { body: group } = await acme.as('owner').post('groups', { name: 'North' });
    const limited = { name: 'Branch', scopes: ['ops:read'], groups: [group.id] };
    const { body: client } = await acme.as('owner').post('api-clients', limited);
    const branch = clientOf(world, { 'x-api-key': String(client.key) });
    expect((await branch.get('ops/dead-letters')).body.code).toBe('ops/whole-company');
    expect((await acme.as('viewer').get('ops/dead-letters')).status).toBe(403);
  });
});
