import { scene } from '../assignments/scene.ts';
import { itemsOf } from '../company.ts';
import { noteKeeping } from '../keeping.ts';

const handedOver = async () => {
  const here = await scene();
  await here.handOver();
  await here.world.sagas.run();
  return here;
};

describe('GET me/notifications', () => {
  it('shows each member what concerns them, and nobody else', async () => {
    const { acme, ann, bob, van } = await handedOver();
    expect(itemsOf(await bob.client.get('me/notifications'))).toEqual([
      {
        id: expect.stringMatching(/^sag_\w+-vehicle-taken-over$/),
        what: 'vehicle-taken-over',
        vehicleId: van.vehicleId,
        vehicleName: 'Van 7',
        text: 'You drive Van 7 from now on.',
        at: '2026-03-02T08:00:00.000Z',
      },
    ]);
    expect(itemsOf(await ann.client.get('me/notifications'))).toMatchObject([{ what: 'vehicle-handed-over' }]);
    for (const nobody of [acme.as('owner'), acme.integration])
      expect((await nobody.get('me/notifications')).body).toEqual({ items: [] });
  });

  it('shows the newest first', async () => {
    const { world, handOver, ann, bob } = await handedOver();
    world.advance(60_000);
    await handOver({ toDriver: ann.email });
    await world.sagas.run();
    expect(itemsOf(await bob.client.get('me/notifications')).map(({ what }) => what)).toEqual([
      'vehicle-handed-over',
      'vehicle-taken-over',
    ]);
  });

  it('goes on without the live channel', async () => {
    const here = await scene();
    here.world.push.toGroup = async () => {
      throw new Error('down');
    };
    await here.handOver();
    await here.world.sagas.run();
    expect(await here.toldTo(here.bob)).toEqual(['vehicle-taken-over']);
    expect(here.world.log).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });
});

describe('POST me/notifications/{id}/read', () => {
  it('remembers when it was read first', async () => {
    const { world, bob } = await handedOver();
    const [{ id } = {}] = itemsOf(await bob.client.get('me/notifications'));
    const first = await bob.client.post(`me/notifications/${id}/read`);
    expect(first.body).toMatchObject({ id, readAt: '2026-03-02T08:00:00.000Z' });
    world.advance(1_000);
    expect((await bob.client.post(`me/notifications/${id}/read`)).body).toEqual(first.body);
  });

  it("answers 404 to what is in somebody else's inbox", async () => {
    const { ann, bob, acme } = await handedOver();
    const [{ id } = {}] = itemsOf(await bob.client.get('me/notifications'));
    for (const other of [ann.client, acme.as('owner'), acme.integration])
      expect((await other.post(`me/notifications/${id}/read`)).status).toBe(404);
  });

  it('goes through however often it is sent at once', async () => {
    const { bob } = await handedOver();
    const [{ id } = {}] = itemsOf(await bob.client.get('me/notifications'));
    const read = () => bob.client.post(`me/notifications/${id}/read`);
    const answers = await Promise.all([read(), read(), read()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('answers 404 to what was called off before anybody was told', async () => {
    const here = await scene();
    here.world.sagas.fault('notifications-tell', 'fails');
    const { body } = await here.handOver();
    await here.world.sagas.run();
    expect(await here.sagaOf(body.sagaId)).toMatchObject({ state: 'undone' });
    const answer = await here.bob.client.post(`me/notifications/${body.sagaId}-vehicle-taken-over/read`);
    expect([answer.status, answer.body.code]).toEqual([404, 'notifications/not-found']);
  });
});

it('keeps notifications for ninety days, also those that were read or called off', async () => {
  const kept: (number | undefined)[] = [];
  const here = await scene(({ operations }) => ({ operations: noteKeeping(operations, 'notifications-', kept) }));
  here.world.sagas.fault('notifications-tell', 'fails after its work');
  await here.handOver();
  await here.world.sagas.run();
  for (const { id } of itemsOf(await here.bob.client.get('me/notifications')))
    await here.bob.client.post(`me/notifications/${id}/read`);
  // For each of the two: told, called off, told so; and Bob has read both of his.
  expect(kept.length).toBeGreaterThanOrEqual(8);
  expect([...new Set(kept)]).toEqual([90 * 86_400]);
});
