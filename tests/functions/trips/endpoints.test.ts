import { memberIdOf } from '../../../functions/access/contract.ts';
import { driversAt } from '../../../functions/assignments/use-cases.ts';
import { itemsOf } from '../company.ts';
import { tripFact, tripScene } from './facts.ts';

const HOUR_MS = 3_600_000;
/** Of every position in a trip of `tripFact`. */
const PLACES = /49\.0|8\.4[0-9]{2}|Depot/;

/** Everything that the fleet is told of trips, in every way there is. */
const toldToOffice = async ({ acme, world }: Awaited<ReturnType<typeof tripScene>>, tripId: string) => {
  await world.runEvents();
  const owner = acme.as('owner');
  const asOf = world.services.clock().toISOString();
  const paths = ['trips', `trips/${tripId}`, `trips/${tripId}/history`, `trips/${tripId}?asOf=${asOf}`, 'feed/trips'];
  const answers = [
    ...(await Promise.all([...paths, `audit?subject=trip:${tripId}`, 'audit'].map((path) => owner.get(path)))),
    await owner.get('trips', { accept: 'application/x-ndjson' }),
  ];
  return answers.map(({ status, text }) => `${status} ${text}`);
};

describe('a trip', () => {
  it('is recorded with whoever drove when it began, once', async () => {
    const scene = await tripScene();
    const { dispatcher, vehicleId, annId, now } = scene;
    const [before, during] = [tripFact(vehicleId, now - HOUR_MS), tripFact(vehicleId, now)];
    await scene.find(before, during);
    await scene.settle({ change: 'found', fact: during });
    const items = itemsOf(await dispatcher.get('trips'));
    expect(items.map(({ id, driverId, version }) => [id, driverId, version])).toEqual([
      [during.id, annId, 1],
      [before.id, undefined, 1],
    ]);
    expect(items[0]).toMatchObject({
      ...{ vehicleId, metres: 12_000, startOdometer: 100_000, endOdometer: 112_001, maxSpeed: 27.78 },
      start: { lat: 49.0123, lon: 8.4321, place: { kind: 'place', id: 'plc_1', name: 'Depot' } },
      ...{ startedAt: '2026-03-02T08:00:00.000Z', consumed: { fuelMillilitres: 900 }, classification: 'unclassified' },
    });
  });

  it('costs one query for the drivers of however many', async () => {
    const { world, acme, dispatcher, vehicleId, annId, now } = await tripScene();
    world.advance(HOUR_MS);
    await dispatcher.post(`vehicles/${vehicleId}/driver/end`);
    let requests = 0;
    const views: typeof world.services.views = {
      ...world.services.views,
      in(...path) {
        requests += 1;
        return world.services.views.in(...path);
      },
    };
    const facts = [-1, 0, 1, 2].flatMap((hour) => [tripFact(vehicleId, now + hour * HOUR_MS), tripFact('veh_x', now)]);
    const driverAt = await driversAt(
      { views },
      acme.tenantId,
      facts.map((fact) => ({ ...fact, at: new Date(fact.at).toISOString() })),
    );
    const drivers = facts.map((fact) => driverAt({ ...fact, at: new Date(fact.at).toISOString() }));
    expect(requests).toBe(1);
    expect(drivers.filter((_, index) => index % 2 === 0)).toEqual([undefined, annId, undefined, undefined]);
    expect(drivers.filter((_, index) => index % 2 === 1)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is corrected, withdrawn and found again', async () => {
    const scene = await tripScene();
    const { dispatcher, vehicleId, now } = scene;
    const fact = tripFact(vehicleId, now);
    await scene.find(fact);
    await scene.settle({ change: 'corrected', fact: { ...fact, metres: 13_000 } });
    expect(itemsOf(await dispatcher.get('trips'))).toMatchObject([{ metres: 13_000, version: 2 }]);
    await scene.settle({ change: 'withdrawn', fact });
    expect(itemsOf(await dispatcher.get('trips'))).toEqual([]);
    expect(itemsOf(await dispatcher.get('trips?status=withdrawn'))).toMatchObject([{ id: fact.id }]);
    expect((await dispatcher.get(`trips/${fact.id}`)).body.status).toBe('withdrawn');
    await scene.settle({ change: 'found', fact });
    expect(itemsOf(await dispatcher.get('trips'))).toMatchObject([{ metres: 12_000, version: 4 }]);
    const history = itemsOf(await dispatcher.get(`trips/${fact.id}/history`)).map(({ type }) => type);
    expect(history).toEqual(['TripRecorded', 'TripCorrected', 'TripWithdrawn', 'TripCorrected']);
  });

  it('is found by vehicle, driver, classification and time', async () => {
    const scene = await tripScene();
    const { dispatcher, vehicleId, annId, now } = scene;
    const [first, second] = [tripFact(vehicleId, now), tripFact(vehicleId, now + HOUR_MS, { metres: 500 })];
    await scene.find(first, second);
    await dispatcher.post(`trips/${second.id}/classify`, { classification: 'commute' });
    const idsOf = async (query: string) => itemsOf(await dispatcher.get(`trips?${query}`)).map(({ id }) => id);
    expect(await idsOf('sort=metres')).toEqual([second.id, first.id]);
    expect(await idsOf(`vehicleId=${vehicleId}&classification=commute`)).toEqual([second.id]);
    expect(await idsOf(`driverId=${annId}&startedAtTo=2026-03-02T08:30:00Z`)).toEqual([first.id]);
    expect(await idsOf('driverId=drv_nobody')).toEqual([]);
  });

  it('is given a purpose and another driver', async () => {
    const { dispatcher, vehicleId, bobId, now, find } = await tripScene();
    const fact = tripFact(vehicleId, now);
    await find(fact);
    const purpose = 'Delivery to the harbour';
    const classified = await dispatcher.post(`trips/${fact.id}/classify`, { classification: 'business', purpose });
    expect(classified.body).toMatchObject({ classification: 'business', purpose, classifiedBy: 'office', version: 2 });
    expect((await dispatcher.post(`trips/${fact.id}/assign-driver`, { driverId: bobId })).body.driverId).toBe(bobId);
    expect((await dispatcher.post(`trips/${fact.id}/assign-driver`, { driverId: null })).body.driverId).toBe(undefined);
    expect((await dispatcher.post(`trips/${fact.id}/assign-driver`, { driverId: 'drv_x' })).body).toMatchObject({
      ...{ status: 400, code: 'trips/no-driver' },
    });
    expect((await dispatcher.post('trips/trip_x/classify', { classification: 'business' })).status).toBe(404);
  });

  it('is changed together with others', async () => {
    const { dispatcher, vehicleId, bobId, now, find } = await tripScene();
    const [first, second] = [tripFact(vehicleId, now), tripFact(vehicleId, now + HOUR_MS)];
    await find(first, second);
    const { body } = await dispatcher.post('trips/bulk', {
      commands: [
        { command: 'classify', tripId: first.id, classification: 'business' },
        { command: 'assign-driver', tripId: second.id, driverId: bobId },
        { command: 'classify', tripId: 'trip_x', classification: 'business' },
      ],
    });
    expect(body.results).toMatchObject([
      { status: 200, trip: { classification: 'business' } },
      { status: 200, trip: { driverId: bobId } },
      { status: 404 },
    ]);
  });
});

describe('a private trip', () => {
  const privateTrip = async () => {
    const scene = await tripScene();
    const fact = tripFact(scene.vehicleId, scene.now);
    await scene.find(fact);
    scene.world.advance(1_000);
    return { ...scene, fact };
  };

  it('was there for the fleet to see before it was private', async () => {
    const scene = await privateTrip();
    for (const told of (await toldToOffice(scene, scene.fact.id)).slice(0, 5)) expect(told).toMatch(PLACES);
  });

  it('is shown to nobody but its driver: not where, not how, neither now nor in the past', async () => {
    const scene = await privateTrip();
    const { ann, fact } = scene;
    const path = `me/trips/${fact.id}`;
    await scene.dispatcher.post(`trips/${fact.id}/classify`, { classification: 'business' });
    scene.world.advance(1_000);
    const asOf = scene.world.services.clock().toISOString();
    expect((await ann.client.post(`${path}/classify`, { classification: 'private' })).status).toBe(200);
    scene.world.advance(1_000);
    const office = await toldToOffice(scene, fact.id);
    office.push((await scene.dispatcher.get(`trips/${fact.id}?asOf=${asOf}`)).text);
    for (const told of office) {
      expect(told).not.toMatch(PLACES);
      expect(told).not.toMatch(/harsh|maxSpeed|[45]\d\d \{/);
    }
    expect(itemsOf(await scene.dispatcher.get('trips'))).toMatchObject([{ metres: 12_000, movingSeconds: 1_080 }]);
    for (const { text } of [await ann.client.get(path), await ann.client.get('me/trips')]) {
      expect(text).toMatch(PLACES);
      expect(text).toMatch('harshBrakes');
    }
  });

  it('cannot be opened by anybody but its driver', async () => {
    const { ann, bob, bobId, dispatcher, fact } = await privateTrip();
    await ann.client.post(`me/trips/${fact.id}/classify`, { classification: 'private' });
    const classify = { classification: 'business' };
    expect((await dispatcher.post(`trips/${fact.id}/classify`, classify)).body.code).toBe('trips/private');
    const given = await dispatcher.post(`trips/${fact.id}/assign-driver`, { driverId: bobId });
    expect(given.body.code).toBe('trips/private');
    expect((await bob.client.post(`me/trips/${fact.id}/classify`, classify)).status).toBe(404);
    expect((await ann.client.post(`me/trips/${fact.id}/classify`, classify)).status).toBe(200);
    expect((await dispatcher.get(`trips/${fact.id}`)).text).toMatch(PLACES);
  });

  it('is nobody else’s among their own', async () => {
    const { acme, ann, bob, fact } = await privateTrip();
    expect(itemsOf(await ann.client.get('me/trips'))).toMatchObject([{ id: fact.id }]);
    for (const client of [bob.client, acme.as('owner'), acme.integration]) {
      expect(itemsOf(await client.get('me/trips'))).toEqual([]);
      expect((await client.get(`me/trips/${fact.id}`)).status).toBe(404);
    }
    expect((await ann.client.get('trips')).status).toBe(403);
  });
});

describe('the summary of the trips of a vehicle', () => {
  it('adds them up, by classification too, without those that were withdrawn', async () => {
    const { dispatcher, vehicleId, now, find, settle } = await tripScene();
    const facts = [0, 1, 2, 3].map((hour) => tripFact(vehicleId, now + hour * HOUR_MS));
    const electric = tripFact(vehicleId, now + 4 * HOUR_MS, { metres: 1_000, consumed: { energyWattHours: 200 } });
    await find(...facts, electric);
    for (const fact of facts.slice(0, 1)) await settle({ change: 'withdrawn', fact });
    await dispatcher.post(`trips/${facts[1]?.id}/classify`, { classification: 'private' });
    const period = 'from=2026-03-02T00:00:00%2B01:00&to=2026-03-02T12:00:00Z';
    const { body } = await dispatcher.get(`vehicles/${vehicleId}/trips/summary?${period}`);
    const one = { trips: 1, metres: 12_000, movingSeconds: 1_080, idleSeconds: 120, fuelMillilitres: 900 };
    expect(body).toMatchObject({
      ...{ vehicleId, from: '2026-03-01T23:00:00.000Z', trips: 3, metres: 36_000, fuelMillilitres: 2_700 },
      byClassification: {
        private: one,
        unclassified: { trips: 2, metres: 24_000 },
      },
    });
  });

  it('is of a quarter at most, and of a vehicle that there is', async () => {
    const { dispatcher, vehicleId } = await tripScene();
    const ask = (id: string, from: string, to: string) =>
      dispatcher.get(`vehicles/${id}/trips/summary?from=${from}T00:00:00Z&to=${to}T00:00:00Z`);
    expect((await ask(vehicleId, '2026-01-01', '2026-04-04')).status).toBe(200);
    expect((await ask(vehicleId, '2026-01-01', '2026-04-05')).body.code).toBe('trips/bad-period');
    expect((await ask(vehicleId, '2026-01-02', '2026-01-01')).body.code).toBe('trips/bad-period');
    expect((await ask('veh_x', '2026-01-01', '2026-01-02')).status).toBe(404);
  });
});

describe('whoever is limited to groups', () => {
  it('sees the trips of their vehicles', async () => {
    const scene = await tripScene();
    const { acme, vehicleId, now, find } = scene;
    const owner = acme.as('owner');
    const north = String((await owner.post('groups', { name: 'North' })).body.id);
    const theirs = String((await owner.post('vehicles', { name: 'North Van', groupId: north })).body.id);
    const [own, other] = [tripFact(theirs, now), tripFact(vehicleId, now)];
    await find(own, other);
    const { email, client } = await acme.join('mia', 'dispatcher');
    await owner.post(`members/${memberIdOf(email)}/limit`, { groups: [north] });
    expect(itemsOf(await client.get('trips')).map(({ id }) => id)).toEqual([own.id]);
    expect((await client.get(`trips/${own.id}/history`)).status).toBe(200);
    const body = { classification: 'business' };
    expect((await client.post(`trips/${own.id}/classify`, body)).status).toBe(200);
    for (const refused of [
      await client.get(`trips/${other.id}`),
      await client.get(`trips/${other.id}/history`),
      await client.post(`trips/${other.id}/classify`, body),
      await client.get(`vehicles/${vehicleId}/trips/summary?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z`),
    ])
      expect(refused.status).toBe(404);
  });
});
