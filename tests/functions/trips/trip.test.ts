import type { Course, TripStanding } from '../../../functions/trips/contract.ts';
import { type TripCommand, type TripEvent, trip, tripStream } from '../../../functions/trips/trip.ts';
import { shown, tripCards } from '../../../functions/trips/trip-cards.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const course: Course = {
  ...{ startedAt: '2026-03-02T07:00:00.000Z', endedAt: '2026-03-02T07:20:00.000Z' },
  start: { lat: 49.01, lon: 8.43 },
  end: { lat: 49.09, lon: 8.47 },
  ...{ metres: 12_000, movingSeconds: 1_080, idleSeconds: 120, maxSpeed: 27.7 },
  ...{ startOdometer: 100_000, endOdometer: 112_000, fixes: 40, gaps: 0, endedBy: 'ignition' },
  driving: {
    ...{ harshBrakes: 1, harshAccelerations: 0, harshCorners: 0, speedingSeconds: 0, speedingMetres: 0 },
    incidents: [{ kind: 'harsh-brake', at: now, lat: 49.03, lon: 8.44, peak: 4.5, seconds: 2 }],
  },
  consumed: { fuelMillilitres: 900 },
};
const longer: Course = { ...course, metres: 13_000 };
const whose = { tripId: 'trip_1', vehicleId: 'veh_1', driverId: 'drv_1' };
const found = { ...whose, course, now };
const standing: TripStanding = {
  ...{ vehicleId: 'veh_1', driverId: 'drv_1', startedAt: course.startedAt, counts: true },
  ...{ metres: 12_000, movingSeconds: 1_080, idleSeconds: 120 },
  driving: { harshBrakes: 1, harshAccelerations: 0, harshCorners: 0, speedingSeconds: 0 },
};

const recorded: TripEvent = { type: 'TripRecorded', data: { ...whose, ...course, recordedAt: now } };
const correctedTo = (to: Course): TripEvent => ({
  type: 'TripCorrected',
  data: { ...to, standing: { ...standing, metres: to.metres }, correctedAt: now },
});
const withdrawn: TripEvent = {
  type: 'TripWithdrawn',
  data: { standing: { ...standing, counts: false }, withdrawnAt: now },
};
const classified = (classification: 'business' | 'private', by: 'driver' | 'office' = 'office'): TripEvent => ({
  type: 'TripClassified',
  data: { classification, by, standing: { ...standing, counts: classification !== 'private' }, classifiedAt: now },
});
const classify = (classification: 'business' | 'private', by: 'driver' | 'office' = 'office'): TripCommand => ({
  type: 'Classify',
  data: { classification, by, now },
});
const assign = (driverId: string | null): TripCommand => ({ type: 'AssignDriver', data: { driverId, now } });
const driverChanged: TripEvent = {
  type: 'TripDriverChanged',
  data: {
    ...{ driverId: 'drv_2', previousDriverId: 'drv_1', changedAt: now },
    standing: { ...standing, driverId: 'drv_2' },
  },
};

describe('a trip', () => {
  const { given } = specOf(trip);

  it('is recorded once, however often it is told', () => {
    given().when({ type: 'Record', data: found }).thenRecords(recorded);
    given(recorded).when({ type: 'Record', data: found }).thenNothing();
    given(recorded, correctedTo(longer)).when({ type: 'Record', data: found }).thenNothing();
  });
  it('is corrected by what came late, also when it was never told before', () => {
    given(recorded)
      .when({ type: 'Correct', data: { ...found, course: longer } })
      .thenRecords(correctedTo(longer));
    given(recorded, correctedTo(longer))
      .when({ type: 'Correct', data: { ...found, course: longer } })
      .thenNothing();
    given().when({ type: 'Correct', data: found }).thenRecords(recorded);
  });
  it('is withdrawn once, and may be found again', () => {
    given(recorded).when({ type: 'Withdraw', data: { now } }).thenRecords(withdrawn);
    given(recorded, withdrawn).when({ type: 'Withdraw', data: { now } }).thenNothing();
    given().when({ type: 'Withdraw', data: { now } }).thenNothing();
    given(recorded, withdrawn).when({ type: 'Record', data: found }).thenRecords(correctedTo(course));
  });
  it('is what somebody says it was', () => {
    given(recorded).when(classify('business')).thenRecords(classified('business'));
    given(recorded, classified('business')).when(classify('business')).thenNothing();
    given(recorded, classified('business')).when(classify('private')).thenRecords(classified('private'));
    given(recorded, classified('private')).when(classify('business')).thenRecords(classified('business'));
    given(recorded, withdrawn).when(classify('business')).thenRefuses('trips/withdrawn');
    given().when(classify('business')).thenRefuses('trips/not-found');
  });
  it('stays private when its driver has said so, until they say otherwise', () => {
    const history = [recorded, classified('private', 'driver')];
    given(...history)
      .when(classify('business'))
      .thenRefuses('trips/private');
    given(...history)
      .when(assign('drv_2'))
      .thenRefuses('trips/private');
    given(...history)
      .when(assign('drv_1'))
      .thenNothing();
    given(...history)
      .when(classify('business', 'driver'))
      .thenRecords(classified('business', 'driver'));
    given(...history)
      .when({ type: 'Correct', data: { ...found, course: longer } })
      .thenRecords({
        type: 'TripCorrected',
        data: { ...longer, standing: { ...standing, metres: 13_000, counts: false }, correctedAt: now },
      });
  });
  it('was driven by whoever it is given to', () => {
    given(recorded).when(assign('drv_2')).thenRecords(driverChanged);
    given(recorded, driverChanged).when(assign('drv_2')).thenNothing();
    given(recorded).when(assign('drv_1')).thenNothing();
  });
});

describe('the card of a trip', () => {
  const { given } = viewOf(tripCards, tripStream('ten_acme', 'trip_1'));

  it('says what is known of it', () =>
    given(recorded).shows({ id: 'trip_1', status: 'recorded', classification: 'unclassified', ...course }));
  it('follows corrections', () => given(recorded, correctedTo(longer)).shows({ metres: 13_000, correctedAt: now }));
  it('is withdrawn, and comes back', () => {
    given(recorded, withdrawn).shows({ status: 'withdrawn', withdrawnAt: now });
    given(recorded, withdrawn, correctedTo(course)).shows({ status: 'recorded' });
  });
  it('follows who drove', () => given(recorded, driverChanged).shows({ driverId: 'drv_2' }));
  it('lets events of a later release through', () => given(recorded, unheardOf).isLeftAsItWas());
  it('shows of a private trip how far and how long, not where and how', () => {
    const card = { ...whose, ...course, id: 'trip_1', recordedAt: now, version: 2 };
    const seen = shown({ ...card, status: 'recorded', classification: 'private', classifiedBy: 'driver' });
    expect(seen).toMatchObject({ metres: 12_000, movingSeconds: 1_080, startedAt: course.startedAt });
    expect(JSON.stringify(seen)).not.toMatch(/lat|lon|harsh|27\.7/);
  });
});
