import { memberIdOf } from '../../../functions/access/contract.ts';
import { app, found, itemsOf, reportingVehicle } from '../company.ts';
import { chargeFact, fuelFact, tellingEnergy } from './facts.ts';

const HOUR_MS = 3_600_000;

const scene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const { vehicleId } = await reportingVehicle(acme, 'Van 7');
  const now = world.services.clock().getTime();
  return { world, acme, vehicleId, now, dispatcher: acme.as('dispatcher'), ...tellingEnergy(world, acme.tenantId) };
};

describe('fuel events', () => {
  it('are listed, the newest first, by vehicle, kind and time', async () => {
    const { dispatcher, vehicleId, now, find } = await scene();
    const filled = fuelFact(vehicleId, now);
    const drained = fuelFact(vehicleId, now + HOUR_MS, { type: 'fuel-drained', fromPercent: 80, toPercent: 60 });
    await find(filled, drained);
    const idsOf = async (query: string) => itemsOf(await dispatcher.get(`fuel-events${query}`)).map(({ id }) => id);
    expect(await idsOf('')).toEqual([drained.id, filled.id]);
    expect(await idsOf('?sort=at')).toEqual([filled.id, drained.id]);
    expect(await idsOf('?kind=drained')).toEqual([drained.id]);
    expect(await idsOf(`?vehicleId=${vehicleId}&atTo=2026-03-02T08:30:00Z`)).toEqual([filled.id]);
    expect(await idsOf('?vehicleId=veh_x')).toEqual([]);
    expect((await dispatcher.get(`fuel-events/${filled.id}`)).body).toEqual({
      ...{ id: filled.id, vehicleId, kind: 'refuelled', status: 'recorded', version: 1 },
      ...{ at: '2026-03-02T08:00:00.000Z', endedAt: '2026-03-02T08:05:00.000Z', recordedAt: expect.any(String) },
      spot: { lat: 49.0123, lon: 8.4321, place: { kind: 'place', id: 'plc_1', name: 'Depot' } },
      ...{ fromPercent: 30, toPercent: 80.5, millilitres: 202_000, odometer: 120_000 },
    });
  });

  it('are corrected, withdrawn and found again, and say so', async () => {
    const { dispatcher, vehicleId, now, find, settle } = await scene();
    const fact = fuelFact(vehicleId, now);
    await find(fact);
    await settle({ change: 'found', fact });
    await settle({ change: 'corrected', fact: { ...fact, toPercent: 79 } });
    expect(itemsOf(await dispatcher.get('fuel-events'))).toMatchObject([{ toPercent: 79, version: 2 }]);
    await settle({ change: 'withdrawn', fact });
    expect(itemsOf(await dispatcher.get('fuel-events'))).toEqual([]);
    expect(itemsOf(await dispatcher.get('fuel-events?status=withdrawn'))).toMatchObject([{ id: fact.id }]);
    await settle({ change: 'found', fact });
    expect(itemsOf(await dispatcher.get('fuel-events'))).toMatchObject([{ toPercent: 80.5, version: 4 }]);
    const history = itemsOf(await dispatcher.get(`fuel-events/${fact.id}/history`)).map(({ type }) => type);
    expect(history).toEqual(['TankRefuelled', 'FuelEventCorrected', 'FuelEventWithdrawn', 'FuelEventCorrected']);
  });

  it('are dismissed and confirmed by people', async () => {
    const { dispatcher, acme, vehicleId, now, find } = await scene();
    const fact = fuelFact(vehicleId, now, { type: 'fuel-drained', fromPercent: 80, toPercent: 60 });
    await find(fact);
    const path = `fuel-events/${fact.id}`;
    expect((await acme.as('viewer').post(`${path}/dismiss`)).status).toBe(403);
    const { body } = await dispatcher.post(`${path}/dismiss`, { reason: 'Drained for a repair' });
    expect(body).toMatchObject({ status: 'dismissed', reason: 'Drained for a repair', version: 2 });
    expect(itemsOf(await dispatcher.get('fuel-events'))).toEqual([]);
    expect(itemsOf(await dispatcher.get('fuel-events?status=dismissed'))).toMatchObject([{ id: fact.id }]);
    expect((await dispatcher.post(`${path}/confirm`)).body).toMatchObject({ status: 'confirmed', version: 3 });
    expect((await dispatcher.post(`${path}/confirm`)).body).toMatchObject({ status: 'confirmed', version: 3 });
    expect((await dispatcher.post('fuel-events/fuelling_x/confirm')).body.code).toBe('fuel-events/not-found');
  });
});

describe('charge sessions', () => {
  it('are listed and shown, with what became known of them', async () => {
    const { dispatcher, vehicleId, now, find, settle } = await scene();
    const fact = chargeFact(vehicleId, now);
    await find(fact);
    await settle({ change: 'corrected', fact: { ...fact, toPercent: 85 } });
    expect(itemsOf(await dispatcher.get('charge-sessions'))).toMatchObject([
      { id: fact.id, vehicleId, fromPercent: 20, toPercent: 85, wattHours: 36_000, version: 2 },
    ]);
    expect((await dispatcher.get(`charge-sessions/${fact.id}`)).body.status).toBe('recorded');
    const history = itemsOf(await dispatcher.get(`charge-sessions/${fact.id}/history`)).map(({ type }) => type);
    expect(history).toEqual(['BatteryCharged', 'ChargeCorrected']);
    await settle({ change: 'withdrawn', fact });
    expect(itemsOf(await dispatcher.get('charge-sessions'))).toEqual([]);
  });
});

describe('whoever is limited to groups', () => {
  it('sees what is of their vehicles', async () => {
    const { acme, vehicleId, now, find } = await scene();
    const owner = acme.as('owner');
    const north = String((await owner.post('groups', { name: 'North' })).body.id);
    const theirs = String((await owner.post('vehicles', { name: 'North Van', groupId: north })).body.id);
    const [own, other] = [fuelFact(theirs, now), fuelFact(vehicleId, now)];
    const [charged, otherCharged] = [chargeFact(theirs, now), chargeFact(vehicleId, now)];
    await find(own, other, charged, otherCharged);
    const { email, client } = await acme.join('mia', 'dispatcher');
    await owner.post(`members/${memberIdOf(email)}/limit`, { groups: [north] });
    expect(itemsOf(await client.get('fuel-events')).map(({ id }) => id)).toEqual([own.id]);
    expect(itemsOf(await client.get('charge-sessions')).map(({ id }) => id)).toEqual([charged.id]);
    for (const seen of [
      await client.get(`fuel-events/${own.id}/history`),
      await client.get(`charge-sessions/${charged.id}`),
      await client.post(`fuel-events/${own.id}/confirm`),
    ])
      expect(seen.status).toBe(200);
    for (const refused of [
      await client.get(`fuel-events/${other.id}`),
      await client.get(`fuel-events/${other.id}/history`),
      await client.get(`charge-sessions/${otherCharged.id}`),
      await client.post(`fuel-events/${other.id}/dismiss`),
    ])
      expect(refused.status).toBe(404);
  });
});

describe('what telemetry knows of a vehicle', () => {
  it('is how much its tank and its battery hold, as soon as somebody says so', async () => {
    const { world, acme, dispatcher } = await scene();
    const { tenantId } = acme;
    const entryOf = (id: string) => world.services.lookups.find(`vehicle:${tenantId}`, id);
    const plain = String((await dispatcher.post('vehicles', { name: 'Van' })).body.id);
    expect(await entryOf(plain)).toEqual({ status: 'active' });
    await dispatcher.patch(`vehicles/${plain}`, { tankMillilitres: 60_000, batteryWattHours: 15_000 });
    expect(await entryOf(plain)).toEqual({ status: 'active', tankMillilitres: 60_000, batteryWattHours: 15_000 });
    await dispatcher.patch(`vehicles/${plain}`, { batteryWattHours: null });
    expect(await entryOf(plain)).toEqual({ status: 'active', tankMillilitres: 60_000 });
  });
});
