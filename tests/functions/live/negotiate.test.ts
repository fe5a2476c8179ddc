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
    const until = Date.now() + 2_000;
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

  it('is not for who may not look', async () => {
    const acme = await found(app(), 'acme');
    expect((await acme.as('driver').post('live/negotiate')).status).toBe(403);
  });
});
