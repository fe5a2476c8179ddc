import { app, found, itemsOf, reportingVehicle } from '../company.ts';

describe('POST live/negotiate', () => {
  it("answers with an address that shows the caller's own company move, and no other", async () => {
    const world = app();
    const [acme, globex] = [await found(world, 'acme'), await found(world, 'globex')];
    const { body } = await acme.as('viewer').post('live/negotiate');
    expect(body).toMatchObject({ subprotocol: 'json.webpubsub.azure.v1', expiresAt: '2026-03-02T09:00:00.000Z' });
    const browser = world.push.connect(String(body.url));

    for (const company of [acme, globex]) {
      const { key } = await reportingVehicle(company);
      await world.ask('GET', `ingest/osmand/${key}?lat=49.01&lon=8.43`);
    }
    const until = Date.now() + 20_000;
    while (browser.received.length === 0 && Date.now() < until) await new Promise((resolve) => setImmediate(resolve));

    const [vehicle] = itemsOf(await acme.as('viewer').get('vehicles'));
    expect(browser.received).toEqual([
      {
        type: 'vehicles-moved',
        vehicles: [
          {
            vehicleId: vehicle?.id,
            at: '2026-03-02T08:00:00.000Z',
            receivedAt: '2026-03-02T08:00:00.000Z',
            lat: 49.01,
            lon: 8.43,
          },
        ],
      },
    ]);
  });

  it('shows a driver nothing of the fleet', async () => {
    const world = app();
    const acme = await found(world, 'acme');
    const { body } = await acme.as('driver').post('live/negotiate');
    const browser = world.push.connect(String(body.url));
    await world.push.toGroup('t:ten_acme', 'for who may see the fleet');
    expect(browser.received).toEqual([]);
  });

  it("joins a member's own group, and an integration none", async () => {
    const world = app();
    const acme = await found(world, 'acme');
    const groupsOf = async ({ post }: typeof acme.integration) =>
      new URL(String((await post('live/negotiate')).body.url)).searchParams.getAll('group');
    expect(await groupsOf(acme.as('driver'))).toEqual([expect.stringMatching(/^u:ten_acme:[0-9a-f]{32}$/)]);
    expect(await groupsOf(acme.integration)).toEqual(['t:ten_acme']);
  });
});
