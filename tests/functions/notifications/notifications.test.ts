import { scene } from '../assignments/scene.ts';
import { itemsOf } from '../company.ts';

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
});
