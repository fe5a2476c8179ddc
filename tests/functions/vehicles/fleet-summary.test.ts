import fc from 'fast-check';
import { membership, membershipStream } from '../../../functions/access/membership.ts';
import { countFleet, fleetCountsOf } from '../../../functions/vehicles/count-fleet.ts';
import { summaryOf } from '../../../functions/vehicles/fleet-counts.ts';
import type { VehicleEvent } from '../../../functions/vehicles/vehicle.ts';
import type { Recorded } from '../../../shared/eventstore/event-store.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import { app, found } from '../company.ts';

const RUN = { at: '2026-03-02T08:00:00.000Z', actor: 'system:test', correlationId: 'c-1' };
const NOBODY = { vehicles: 0, byStatus: {}, byKind: {}, byGroup: [] };

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const add = async (body: object) => String((await owner.post('vehicles', { name: 'Van', ...body })).body.id);
  const summary = async (client = owner) => {
    await world.runEvents();
    return (await client.get('fleet/summary')).body;
  };
  const north = String((await owner.post('groups', { name: 'North' })).body.id);
  return { world, acme, owner, add, summary, north };
};

describe('the summary of a fleet', () => {
  it('says nothing of a fleet that is not there, nor of that of others', async () => {
    const { world, add, summary } = await open();
    expect(await summary()).toEqual(NOBODY);
    await add({});
    const globex = await found(world, 'globex');
    expect(await summary(globex.as('viewer'))).toEqual(NOBODY);
  });

  it('counts by status, kind and group, and follows what happens', async () => {
    const { owner, add, summary, north } = await open();
    const [van, truck] = [await add({ kind: 'van' }), await add({ kind: 'truck', groupId: north })];
    await add({ kind: 'van' });
    expect(await summary()).toEqual({
      vehicles: 3,
      byStatus: { active: 3 },
      byKind: { van: 2, truck: 1 },
      byGroup: [
        { groupId: null, vehicles: 2 },
        { groupId: north, vehicles: 1 },
      ],
    });
    await owner.post(`vehicles/${van}/move`, { groupId: north });
    await owner.post(`vehicles/${van}/status`, { status: 'in-shop' });
    await owner.patch(`vehicles/${truck}`, { kind: 'bus', name: 'Bus' });
    await owner.post(`vehicles/${truck}/retire`, { reason: 'Old' });
    expect(await summary()).toEqual({
      vehicles: 3,
      byStatus: { active: 1, 'in-shop': 1, retired: 1 },
      byKind: { van: 2, bus: 1 },
      byGroup: [
        { groupId: north, vehicles: 2 },
        { groupId: null, vehicles: 1 },
      ],
    });
    await owner.post(`vehicles/${truck}/reinstate`, { reason: 'Not that old' });
    await owner.post(`vehicles/${truck}/sell`, { soldOn: '2026-03-01' });
    expect(await summary()).toMatchObject({ byStatus: { active: 1, 'in-shop': 1, sold: 1 } });
  });

  it('has numbers of their own for those who are limited to groups', async () => {
    const { world, acme, add, summary, north } = await open();
    await add({ kind: 'van' });
    await add({ kind: 'truck', groupId: north });
    const { email, client } = await acme.join('mia', 'viewer');
    const command = { type: 'Limit', data: { groups: [north], by: 'owner', now: RUN.at } } as const;
    await execute(membership)(world.services.streams, membershipStream(acme.tenantId, email), command, RUN);
    expect(await summary(client)).toEqual({
      vehicles: 1,
      byStatus: { active: 1 },
      byKind: { truck: 1 },
      byGroup: [{ groupId: north, vehicles: 1 }],
    });
  });
});

const STATUSES = ['active', 'in-shop', 'out-of-service'] as const;

const registered = (vehicle: number): VehicleEvent => ({
  type: 'VehicleRegistered',
  data: { vehicleId: String(vehicle), name: 'Van', kind: 'van', registeredAt: RUN.at },
});
const recorded = (vehicle: number, version: number, event: VehicleEvent): Recorded => ({
  ...RUN,
  tenantId: 'ten_acme',
  streamId: `vehicle-${vehicle}`,
  version,
  event,
});

describe('counting', () => {
  it('takes in more vehicles at once than the store writes together', async () => {
    const { services } = app();
    const events = Array.from({ length: 250 }, (_, vehicle) => recorded(vehicle, 1, registered(vehicle)));
    await countFleet.handler(services, [])(events);
    expect(await fleetCountsOf(services, 'ten_acme')).toEqual({ '': { status: { active: 250 }, kind: { van: 250 } } });
  });

  const change = fc.record({ vehicle: fc.nat(3), status: fc.constantFrom(...STATUSES) });

  it('comes to the same however often and in how many pieces events come, and with two at a time', () =>
    fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.array(fc.nat(12)), async (changes, cuts) => {
        const { services } = app();
        const versions = new Map<number, number>();
        const standing = new Map<number, string>();
        const events: Recorded[] = [];
        const happens = (vehicle: number, event: VehicleEvent) => {
          const version = (versions.get(vehicle) ?? 0) + 1;
          versions.set(vehicle, version);
          events.push(recorded(vehicle, version, event));
        };
        for (const { vehicle, status } of changes) {
          if (!standing.has(vehicle)) happens(vehicle, registered(vehicle));
          standing.set(vehicle, status);
          happens(vehicle, { type: 'VehicleStatusChanged', data: { status, changedAt: RUN.at } });
        }
        const handle = countFleet.handler(services, []);
        for (const cut of cuts) await handle(events.slice(0, cut));
        await Promise.all([handle(events), handle(events)]);
        const { vehicles, byStatus } = summaryOf(await fleetCountsOf(services, 'ten_acme'), () => true);
        expect(vehicles).toBe(standing.size);
        const wanted: Record<string, number> = {};
        for (const status of standing.values()) wanted[status] = (wanted[status] ?? 0) + 1;
        expect(byStatus).toEqual(wanted);
      }),
      { numRuns: 50 },
    ));
});
