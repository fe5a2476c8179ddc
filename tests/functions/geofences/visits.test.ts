import fc from 'fast-check';
import { visitRecorder } from '../../../functions/geofences/use-cases.ts';
import { type VisitCommand, type VisitEvent, visit, visitStream } from '../../../functions/geofences/visits/visit.ts';
import { visitCards } from '../../../functions/geofences/visits/visit-cards.ts';
import { MEASURED } from '../../../functions/telemetry/contract.ts';
import type { Fact, Told } from '../../../functions/telemetry/facts.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';
import { idOf } from '../access/scene.ts';
import { app, found, itemsOf, reportingVehicle } from '../company.ts';

const now = '2026-03-02T08:00:00.000Z';
const later = '2026-03-02T09:00:00.000Z';
const spot = { lat: 49.0123, lon: 8.4321 };
const beginning = { kind: 'visit', geofenceId: 'gfn_1', vehicleId: 'veh_1', enteredAt: now } as const;
const ending = { leftAt: later, left: spot, maxSpeed: 4.2 };

const tell = (type: 'Find' | 'Correct', part: object): VisitCommand =>
  ({ type, data: { visitId: 'vis_1', beginning, part, now: later } }) as VisitCommand;
const withdraw = (part: string): VisitCommand =>
  ({ type: 'Withdraw', data: { part: { part, data: {} }, now: later } }) as VisitCommand;
const begin = (type: 'Find' | 'Correct' = 'Find', more: object = {}) =>
  tell(type, { part: 'beginning', data: { ...beginning, entered: spot, ...more } });
const dwell = (dwelledAt = now) => tell('Find', { part: 'dwelling', data: { dwelledAt } });
const end = (type: 'Find' | 'Correct' = 'Find', more: object = {}) =>
  tell(type, { part: 'ending', data: { ...ending, ...more } });

const begun: VisitEvent = {
  type: 'VisitBegan',
  data: { visitId: 'vis_1', ...beginning, entered: spot, recordedAt: later },
};
const dwelled: VisitEvent = { type: 'VisitDwelled', data: { dwelledAt: now, recordedAt: later } };
const ended: VisitEvent = { type: 'VisitEnded', data: { ...ending, recordedAt: later } };
const withdrawn: VisitEvent = { type: 'VisitWithdrawn', data: { withdrawnAt: later } };
const corrected = (changes: object): VisitEvent => ({ type: 'VisitCorrected', data: { changes, correctedAt: later } });
const foundAgain = (changes: object): VisitEvent => ({ type: 'VisitFoundAgain', data: { changes, foundAt: later } });

describe('a visit', () => {
  const { given } = specOf(visit);

  it('is told in parts, each of which counts once', () => {
    given().when(begin()).thenRecords(begun);
    given(begun).when(begin()).thenNothing();
    given(begun).when(dwell()).thenRecords(dwelled);
    given(begun, dwelled).when(dwell()).thenNothing();
    given(begun, dwelled).when(end()).thenRecords(ended);
    given(begun, dwelled, ended).when(end()).thenNothing();
  });
  it('is not changed by what was found before it was corrected', () =>
    given(begun, ended, corrected({ leftAt: now }))
      .when(end())
      .thenNothing());
  it('is corrected where it differs', () => {
    given(begun)
      .when(begin('Correct', { entered: { lat: 49, lon: 8 }, driverId: 'drv_1' }))
      .thenRecords(corrected({ driverId: 'drv_1', entered: { lat: 49, lon: 8 } }));
    given(begun, ended)
      .when(end('Correct', { leftAt: now, endedBecause: 'fence-changed' }))
      .thenRecords(corrected({ endedBecause: 'fence-changed', leftAt: now }));
    given(begun, ended).when(end('Correct')).thenNothing();
    given(begun).when(end('Correct')).thenRecords(ended);
  });
  it('goes on when it turns out not to have ended', () => {
    given(begun, dwelled, ended)
      .when(withdraw('ending'))
      .thenRecords(corrected({ leftAt: null, left: null, maxSpeed: null }));
    given(begun, dwelled)
      .when(withdraw('dwelling'))
      .thenRecords(corrected({ dwelledAt: null }));
    given(begun).when(withdraw('ending')).thenNothing();
  });
  it('is withdrawn, and may be found again, as it is then', () => {
    given(begun, ended).when(withdraw('beginning')).thenRecords(withdrawn);
    given(begun, withdrawn).when(withdraw('beginning')).thenNothing();
    given(begun, withdrawn).when(withdraw('ending')).thenNothing();
    given().when(withdraw('beginning')).thenNothing();
    given(begun, ended, withdrawn)
      .when(begin())
      .thenRecords(foundAgain({ leftAt: null, left: null, maxSpeed: null }));
  });
  it('does not need its beginning to have been told', () =>
    given()
      .when(end())
      .thenRecords({ type: 'VisitBegan', data: { visitId: 'vis_1', ...beginning, recordedAt: later } }, ended));
  it('is in the end as it was told last, whatever came twice in between', () => {
    const commands = [begin(), dwell(), end(), end('Correct', { maxSpeed: 9 }), withdraw('ending'), end()];
    const run = (all: readonly VisitCommand[]) =>
      all.reduce(
        (state, command) => visit.decide(command, state).reduce(visit.evolve, state),
        fold(visit, [] as VisitEvent[]),
      );
    const repeats = fc.nat(commands.length);
    fc.assert(
      fc.property(repeats, (upTo) => {
        expect(run([...commands.slice(0, upTo), ...commands])).toEqual(run(commands));
      }),
    );
  });
});

describe('the card of a visit', () => {
  const { given } = viewOf(visitCards, visitStream('ten_acme', 'vis_1'));

  it('is open until it is over', () => {
    given(begun).shows({ id: 'vis_1', status: 'open', enteredAt: now, recordedAt: later });
    given(begun, dwelled, ended).shows({
      status: 'over',
      seconds: 3_600,
      dwelledAt: now,
      recordedAt: later,
      version: 3,
    });
  });
  it('follows corrections', () => {
    given(begun, ended, corrected({ leftAt: null })).shows({ status: 'open', correctedAt: later });
    given(begun, ended, corrected({ enteredAt: '2026-03-02T08:30:00.000Z' })).shows({ seconds: 1_800 });
    given(begun, ended, withdrawn).shows({ status: 'withdrawn' });
    given(begun, withdrawn, foundAgain({})).shows({ status: 'open' });
  });
  it('lets an event of a newer release through', () => given(begun, unheardOf).isLeftAsItWas());
});

const MINUTE = 60_000;

const scene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const { vehicleId } = await reportingVehicle(acme);
  const { body: driver } = await owner.post('drivers', { name: 'Ann' });
  await owner.post(`vehicles/${vehicleId}/driver`, { driverId: driver.id });
  const cause = { at: now, actor: MEASURED, correlationId: 'drain' };
  const settle = (told: Told) => visitRecorder.settle(world.services, acme.tenantId, told, cause);
  const append = async (...facts: Fact[]) => {
    const known = await visitRecorder.prepare(world.services, acme.tenantId, facts);
    const appends = facts.flatMap((fact) => visitRecorder.appended(fact, known, now) ?? []);
    return world.services.streams.appendEach(acme.tenantId, appends, cause);
  };
  const at = Date.parse(now);
  const about = { vehicleId, fenceId: 'gfn_1', ...spot };
  const facts = {
    began: { type: 'visit-began', id: 'vis_1', ...about, at },
    dwelled: { type: 'visit-dwelled', id: 'vis_1', vehicleId, fenceId: 'gfn_1', enteredAt: at, at: at + 5 * MINUTE },
    ended: {
      ...{ type: 'visit-ended', id: 'vis_1', ...about, at: at + 9 * MINUTE, enteredAt: at },
      ...{ dwelled: true, maxSpeed: 4.2222 },
    },
    crossed: {
      ...{ type: 'fence-crossed', id: 'crs_1', vehicleId, fenceId: 'gfn_2', at: at - 30 * MINUTE },
      ...{ from: spot, to: { lat: 49.1, lon: 8.5 } },
    },
    absent: { type: 'absence-began', id: 'abs_1', ...about, fenceId: 'gfn_3', at: at - 10 * MINUTE },
    back: {
      ...{ type: 'absence-ended', id: 'abs_1', vehicleId, fenceId: 'gfn_3' },
      ...{ at: at - 5 * MINUTE, beganAt: at - 10 * MINUTE },
    },
  } satisfies Record<string, Fact>;
  return { world, acme, owner, vehicleId, driverId: String(driver.id), settle, append, facts };
};

describe('what telemetry finds about geofences', () => {
  it('is appended without reading anything, each to its place', async () => {
    const { owner, append, facts, driverId, vehicleId } = await scene();
    const recorded = await append(...Object.values(facts));
    expect(recorded.map((one) => one?.version)).toEqual([1, 2, 3, 1, 1, 2]);
    expect(await append(facts.began, facts.dwelled)).toEqual([undefined, undefined]);
    const items = itemsOf(await owner.get('geofence-visits'));
    expect(items).toMatchObject([
      {
        ...{ id: 'vis_1', kind: 'visit', status: 'over', geofenceId: 'gfn_1', vehicleId, driverId, version: 3 },
        ...{ enteredAt: now, leftAt: '2026-03-02T08:09:00.000Z', dwelledAt: '2026-03-02T08:05:00.000Z' },
        ...{ seconds: 540, entered: spot, left: spot, maxSpeed: 4.22 },
      },
      { kind: 'absence', status: 'over', seconds: 300 },
      { kind: 'crossing', status: 'over', seconds: 0, entered: spot, left: { lat: 49.1, lon: 8.5 } },
    ]);
    expect(items[1]).not.toHaveProperty('driverId');
  });

  it('is settled when its place is taken, corrected and withdrawn', async () => {
    const { owner, settle, append, facts } = await scene();
    await append(facts.began);
    await settle({ change: 'corrected', fact: { ...facts.began, lat: 49.5 } });
    expect(await append({ ...facts.ended, dwelled: false })).toEqual([undefined]);
    await settle({ change: 'found', fact: { ...facts.ended, dwelled: false } });
    expect((await owner.get('geofence-visits/vis_1')).body).toMatchObject({
      ...{ status: 'over', entered: { lat: 49.5 }, version: 3 },
    });
    await settle({ change: 'withdrawn', fact: facts.began });
    expect(itemsOf(await owner.get('geofence-visits'))).toEqual([]);
    expect(itemsOf(await owner.get('geofence-visits?status=withdrawn'))).toHaveLength(1);
    expect(itemsOf(await owner.get('geofence-visits/vis_1/history')).map(({ type }) => type)).toEqual([
      'VisitBegan',
      'VisitCorrected',
      'VisitEnded',
      'VisitWithdrawn',
    ]);
  });

  it('is found by geofence, vehicle, kind and time', async () => {
    const { owner, append, facts, vehicleId } = await scene();
    await append(facts.began, facts.crossed, facts.absent);
    const ids = async (query: string) => itemsOf(await owner.get(`geofence-visits?${query}`)).map(({ id }) => id);
    expect(await ids('geofenceId=gfn_2,gfn_3')).toEqual(['abs_1', 'crs_1']);
    expect(await ids(`vehicleId=${vehicleId}&sort=enteredAt`)).toEqual(['crs_1', 'abs_1', 'vis_1']);
    expect(await ids('kind=visit,absence&status=open')).toEqual(['vis_1', 'abs_1']);
    expect(await ids('enteredAtFrom=2026-03-02T07:45:00Z&enteredAtTo=2026-03-02T08:00:00Z')).toEqual(['abs_1']);
    const feed = (await owner.get('feed/geofence-visits')).body.items;
    expect(feed).toHaveLength(3);
  });

  it('is shown to whoever may see the vehicle', async () => {
    const { acme, owner, append, facts, vehicleId } = await scene();
    await append(facts.began);
    const { body: north } = await owner.post('groups', { name: 'North' });
    const { client: dan } = await acme.join('dan', 'dispatcher');
    await owner.post(`members/${idOf('dan')}/limit`, { groups: [north.id] });
    expect(itemsOf(await dan.get('geofence-visits'))).toEqual([]);
    expect((await dan.get('geofence-visits/vis_1')).status).toBe(404);
    expect((await dan.get('geofence-visits/vis_1/history')).status).toBe(404);
    await owner.post(`vehicles/${vehicleId}/move`, { groupId: north.id });
    expect(itemsOf(await dan.get('geofence-visits'))).toHaveLength(1);
    expect((await dan.get('geofence-visits/vis_1')).status).toBe(200);
    expect((await acme.as('driver').get('geofence-visits')).status).toBe(403);
  });
});
