import fc from 'fast-check';
import { keepScore } from '../../../functions/scorecards/keep-score.ts';
import type { Tally } from '../../../functions/scorecards/tally.ts';
import { entriesOf, tallied } from '../../../functions/scorecards/tally.ts';
import type { Course } from '../../../functions/trips/contract.ts';
import { type TripCommand, type TripEvent, trip } from '../../../functions/trips/trip.ts';
import type { Documents } from '../../../shared/documents/documents.ts';
import type { Recorded } from '../../../shared/eventstore/event-store.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { app } from '../company.ts';

const now = '2026-03-02T08:00:00.000Z';
const RUN = { at: now, actor: 'system:test', correlationId: 'c-1' };

const courseOf = (day: number, harshBrakes: number): Course => ({
  ...{ startedAt: `2026-03-0${day}T08:00:00.000Z`, endedAt: `2026-03-0${day}T09:00:00.000Z` },
  ...{ start: { lat: 1, lon: 2 }, end: { lat: 1, lon: 2 }, metres: 30_000, movingSeconds: 3_000, idleSeconds: 600 },
  ...{ maxSpeed: 20, startOdometer: 0, endOdometer: 30_000, fixes: 9, gaps: 0, endedBy: 'stop', consumed: {} },
  driving: {
    ...{ harshBrakes, harshAccelerations: 0, harshCorners: 1, speedingSeconds: 60, speedingMetres: 900 },
    incidents: [],
  },
});

/** What is done to a trip after it was recorded. */
const step = fc.oneof(
  fc.record({ type: fc.constant('correct'), harshBrakes: fc.nat(3) }),
  fc.record({ type: fc.constantFrom('withdraw', 'business', 'private') }),
  fc.record({ type: fc.constant('driver'), driverId: fc.constantFrom('drv_a', 'drv_b', null) }),
);
const plan = fc.record({ driver: fc.constantFrom('drv_a', 'drv_b'), steps: fc.array(step, { maxLength: 5 }) });
type Plan = typeof plan extends fc.Arbitrary<infer Planned> ? Planned : never;

const commandsOf = (trip: number, { driver, steps }: Plan): TripCommand[] => {
  // The first two days belong to different weeks.
  const found = (harshBrakes: number) => ({
    ...{ tripId: `t${trip}`, vehicleId: 'veh_1', driverId: driver, course: courseOf(1 + trip, harshBrakes), now },
  });
  const commands: TripCommand[] = [{ type: 'Record', data: found(1) }];
  for (const one of steps)
    if ('harshBrakes' in one) commands.push({ type: 'Correct', data: found(one.harshBrakes) });
    else if ('driverId' in one) commands.push({ type: 'AssignDriver', data: { driverId: one.driverId, now } });
    else if (one.type === 'withdraw') commands.push({ type: 'Withdraw', data: { now } });
    else
      commands.push({
        type: 'Classify',
        data: { classification: one.type as 'business' | 'private', by: 'office', now },
      });
  return commands;
};

const eventsOf = (index: number, planned: Plan) => {
  const events: TripEvent[] = [];
  for (const command of commandsOf(index, planned)) {
    const state = fold(trip, events);
    const isRefused = state.status === 'withdrawn' && ['Classify', 'AssignDriver'].includes(command.type);
    if (!isRefused) events.push(...trip.decide(command, state));
  }
  return events;
};

const recordedOf = (index: number, events: readonly TripEvent[], tenantId = 'ten_acme'): Recorded[] =>
  events.map((event, version) => ({
    ...{ ...RUN, tenantId, streamId: `trip-t${index}`, version: version + 1, event },
  }));

const booksOf = async (operations: Documents, tenantId: string) => {
  const books: Record<string, unknown> = {};
  for (const week of ['2026-W09', '2026-W10'])
    for (const id of ['vehicle-veh_1', 'driver-drv_a', 'driver-drv_b']) {
      const found = await operations.in(tenantId, `scorecards-${week}`).get<Tally>(id);
      if (found && found.doc.totals.trips > 0) books[`${week} ${id}`] = found.doc.totals;
    }
  return books;
};

/** What the cards must say: from the trips as they are in the end. */
const expectedOf = (all: readonly TripEvent[][]) => {
  const books: Record<string, { trips: number; harshBrakes: number; metres: number }> = {};
  for (const [index, events] of all.entries()) {
    const state = fold(trip, events);
    if (state.status !== 'recorded' || state.classification === 'private') continue;
    const ids = ['vehicle-veh_1', ...(state.driverId ? [`driver-${state.driverId}`] : [])];
    for (const id of ids) {
      const key = `2026-W${index === 0 ? '09' : '10'} ${id}`;
      const { trips, harshBrakes, metres } = books[key] ?? { trips: 0, harshBrakes: 0, metres: 0 };
      const braked = harshBrakes + state.course.driving.harshBrakes;
      books[key] = { trips: trips + 1, harshBrakes: braked, metres: metres + state.course.metres };
    }
  }
  return books;
};

describe('the cards of drivers and vehicles', () => {
  it('come to what the trips are in the end, in whatever order, how often and in how many pieces the events come', () => {
    const { services } = app();
    let companies = 0;
    return fc.assert(
      fc.asyncProperty(
        fc.array(plan, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat(30)),
        async (plans, order) => {
          companies += 1;
          const tenantId = `ten_${companies}`;
          const all = plans.map((planned, index) => eventsOf(index, planned));
          const recorded = all.flatMap((events, index) => recordedOf(index, events, tenantId));
          const shuffled = recorded
            .map((one) => ({ one, place: order.next().value ?? 0 }))
            .sort((a, b) => a.place - b.place)
            .map(({ one }) => one);
          const handle = keepScore.handler(services, []);
          const cut = order.next().value ?? 0;
          await Promise.all([handle(shuffled.slice(0, cut)), handle(shuffled.slice(Math.floor(cut / 2)))]);
          await handle(recorded.slice(0, cut));
          const books = await booksOf(services.operations, tenantId);
          expect(Object.keys(books).sort()).toEqual(Object.keys(expectedOf(all)).sort());
          expect(books).toMatchObject(expectedOf(all));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('cost two requests for a batch of events, and one when nothing is new', async () => {
    let requests = 0;
    const { services } = app(({ operations }) => ({
      operations: {
        ...operations,
        getMany: (...args: Parameters<Documents['getMany']>) => {
          requests += 1;
          return operations.getMany(...args);
        },
        putMany: (...args: Parameters<Documents['putMany']>) => {
          requests += 1;
          return operations.putMany(...args);
        },
        in: () => {
          throw new Error('One by one.');
        },
      } as Documents,
    }));
    const plans = Array.from({ length: 8 }, (): Plan => ({ driver: 'drv_a', steps: [] }));
    const recorded = plans.flatMap((planned, index) => recordedOf(index, eventsOf(index, planned)));
    await keepScore.handler(services, [])(recorded);
    expect(requests).toBe(2);
    await keepScore.handler(services, [])(recorded);
    expect(requests).toBe(3);
  });

  it('are left alone by what is not newer, and by events that say nothing', () => {
    const standing = { vehicleId: 'veh_1', startedAt: now, counts: true, metres: 1, movingSeconds: 1, idleSeconds: 0 };
    const driving = { harshBrakes: 0, harshAccelerations: 0, harshCorners: 0, speedingSeconds: 0 };
    const entries = entriesOf('t1', 2, { ...standing, driving }, undefined);
    const [first] = entries;
    if (!first) throw new Error('A trip counts for its vehicle.');
    const before = tallied(undefined, first.card, entries);
    expect(tallied(before, first.card, entries)).toBe(before);
    expect(before).toMatchObject({ ranked: false, score: -1, totals: { trips: 1 } });
  });
});
