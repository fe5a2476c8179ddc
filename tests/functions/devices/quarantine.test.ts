import { MAX_QUARANTINED } from '../../../functions/devices/quarantine.ts';
import { quarantined } from '../../../functions/devices/use-cases.ts';
import { flushBehind } from '../../../shared/documents/write-behind.ts';
import { app, type Company, clientOf, found, itemsOf, reportingVehicle } from '../company.ts';

const IMEI = '356307042441013';
const at = '2026-03-02T07:59:30.000Z';

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const { services } = world;
  return {
    world,
    acme,
    services,
    report: (deviceId = IMEI, company: Company = acme) =>
      company.integration.post('ingest/batch', { fixes: [{ deviceId, at, lat: 49, lon: 8 }] }),
    note: (deviceId: string, more = {}) =>
      quarantined(services, acme.tenantId, [
        { deviceId, protocol: 'gt06', raw: Buffer.from([0x78, 0x78, 0xff]), receivedAt: Date.parse(at), ...more },
      ]),
    async listed(company: Company = acme) {
      await flushBehind(services);
      return itemsOf(await company.as('viewer').get('quarantined-devices'));
    },
  };
};

describe('a device that nobody has registered', () => {
  it('is found with what it has said last, and where it was', async () => {
    const { report, listed } = await open();
    expect((await report()).status).toBe(401);
    expect(await listed()).toEqual([
      {
        ...{ id: IMEI, firstSeenAt: '2026-03-02T08:00:00.000Z', lastSeenAt: '2026-03-02T08:00:00.000Z', times: 1 },
        protocol: 'batch',
        raw: { encoding: 'text', data: `{"deviceId":"${IMEI}","at":"${at}","lat":49,"lon":8}`, truncated: false },
        position: { at, lat: 49, lon: 8 },
      },
    ]);
  });

  it('is one document, however often it is heard, also by several instances', async () => {
    const { world, note, listed } = await open();
    for (let time = 0; time < 50; time++) await note(IMEI);
    expect(await listed()).toMatchObject([{ times: 50 }]);
    world.advance(60_000);
    await note(IMEI, { receivedAt: Date.parse('2026-03-02T08:01:00Z'), raw: 'hello' });
    expect(await listed()).toMatchObject([
      { times: 51, firstSeenAt: at, lastSeenAt: '2026-03-02T08:01:00.000Z', raw: { data: 'hello' } },
    ]);
  });

  it('is written by two instances at once without losing a message', async () => {
    const { world, services, note, listed } = await open();
    const other = { ...services };
    await note(IMEI);
    await quarantined(other, 'ten_acme', [{ deviceId: IMEI, protocol: 'gt06', raw: 'x', receivedAt: Date.parse(at) }]);
    await Promise.all([flushBehind(services), flushBehind(other)]);
    expect(await listed()).toMatchObject([{ times: 2 }]);
    expect(world.log).toEqual([]);
  });

  it('keeps bytes that are no text in base64, and of a long message its beginning', async () => {
    const { note, listed } = await open();
    await note('one');
    await note('two', { raw: 'x'.repeat(100_000) });
    const raw = new Map((await listed()).map((item) => [item.id, item.raw]));
    expect(raw.get('one')).toEqual({ encoding: 'base64', data: 'eHj/', truncated: false });
    expect(raw.get('two')).toEqual({ encoding: 'text', data: 'x'.repeat(2_048), truncated: true });
  });

  it('is listed by when it was heard last', async () => {
    const { note, listed } = await open();
    for (const [index, id] of ['old', 'newest', 'new'].entries())
      await note(id, { receivedAt: Date.parse(at) + ([0, 2_000, 1_000][index] ?? 0) });
    expect((await listed()).map(({ id }) => id)).toEqual(['newest', 'new', 'old']);
  });

  it('belongs to the company that was told of it', async () => {
    const { world, report, listed } = await open();
    const globex = await found(world, 'globex');
    await report();
    expect([await listed(), await listed(globex)]).toMatchObject([[{ id: IMEI }], []]);
  });

  it('is one of a thousand at most: made-up names cost nobody anything', async () => {
    const { note, listed, acme } = await open();
    for (let index = 0; index < MAX_QUARANTINED + 20; index++) await note(`made-up-${index}`);
    await listed();
    await note('one-more');
    await note('made-up-1');
    await listed();
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const page = await acme.as('viewer').get(`quarantined-devices?limit=500${cursor}`);
      seen.push(...itemsOf(page).map(({ id }) => id));
      if (!page.body.nextCursor) break;
      cursor = `&cursor=${page.body.nextCursor}`;
    }
    expect(seen).toHaveLength(MAX_QUARANTINED);
    expect(seen).not.toContain('one-more');
  });

  it('is not noted under a name that no device can have', async () => {
    const { note, listed } = await open();
    await note('no device/at all');
    expect(await listed()).toEqual([]);
  });
});

describe('adopting', () => {
  it('registers the device under the id it says it has: what it sends is taken from then on', async () => {
    const { world, acme, report, listed } = await open();
    const { vehicleId } = await reportingVehicle(acme);
    await report();
    await listed();
    const adopted = await acme.integration.post(`quarantined-devices/${IMEI}/adopt`, { vehicleId, name: 'Tracker' });
    expect(adopted).toMatchObject({ status: 201, body: { id: IMEI, vehicleId, name: 'Tracker' } });
    expect(await listed()).toEqual([]);
    world.advance(2_000);
    expect((await report()).status).toBe(202);
    const send = await clientOf(world).get(`ingest/osmand/${adopted.body.key}?lat=49&lon=8`);
    expect(send.status).toBe(202);
  });

  it('does not bring back what was noted while it was adopted', async () => {
    const { acme, report, note, listed } = await open();
    const { vehicleId } = await reportingVehicle(acme);
    await report();
    await listed();
    await note(IMEI);
    await acme.integration.post(`quarantined-devices/${IMEI}/adopt`, { vehicleId });
    expect(await listed()).toEqual([]);
  });

  it('needs a device that was heard of, and a vehicle in service', async () => {
    const { acme, report, listed } = await open();
    const { vehicleId } = await reportingVehicle(acme);
    const adopt = (id: string) =>
      acme.integration.post(`quarantined-devices/${id}/adopt`, { vehicleId: id && vehicleId });
    expect(await adopt('never')).toMatchObject({ status: 404, body: { code: 'devices/not-quarantined' } });
    await report();
    await listed();
    const wrong = await acme.integration.post(`quarantined-devices/${IMEI}/adopt`, { vehicleId: 'veh_none' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'devices/unknown-vehicle' } });
    expect(await listed()).toHaveLength(1);
  });

  it('is for those who may register devices', async () => {
    const { acme, report, listed } = await open();
    await report();
    await listed();
    expect((await acme.as('viewer').post(`quarantined-devices/${IMEI}/adopt`, { vehicleId: 'x' })).status).toBe(403);
    expect((await acme.as('viewer').post(`quarantined-devices/${IMEI}/dismiss`)).status).toBe(403);
  });
});

it('dismissing forgets a device until it sends again', async () => {
  const { acme, report, listed } = await open();
  await report();
  await listed();
  expect((await acme.integration.post(`quarantined-devices/${IMEI}/dismiss`)).status).toBe(204);
  expect(await listed()).toEqual([]);
  await report();
  expect(await listed()).toMatchObject([{ times: 1 }]);
});

it('whoever is limited to groups does not see what belongs to nobody yet', async () => {
  const { world, acme } = await open();
  const { body: group } = await acme.as('owner').post('groups', { name: 'North' });
  const invited = await acme.as('owner').post('api-clients', {
    ...{ name: 'Branch', scopes: ['devices:read', 'devices:write'], groups: [group.id] },
  });
  const branch = clientOf(world, { 'x-api-key': String(invited.body.key) });
  expect(await branch.get('quarantined-devices')).toMatchObject({
    status: 403,
    body: { code: 'devices/whole-company' },
  });
});
