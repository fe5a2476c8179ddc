import { chargeCards, fuelEventCards } from '../../../functions/energy/cards.ts';
import { type ChargingEvent, charging, chargingStream } from '../../../functions/energy/charging.ts';
import type { ChargeCourse, FuelCourse } from '../../../functions/energy/contract.ts';
import { type FuellingEvent, fuelling, fuellingStream } from '../../../functions/energy/fuelling.ts';
import { rebuild } from '../../../shared/projections/projection.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { recorded } from '../../../shared/testing/projection-spec.ts';

const NOW = '2026-03-02T09:00:00.000Z';
const LATER = '2026-03-02T10:00:00.000Z';

const about = {
  ...{ at: '2026-03-02T08:00:00.000Z', endedAt: '2026-03-02T08:05:00.000Z' },
  ...{ spot: { lat: 49.0123, lon: 8.4321 }, fromPercent: 30, toPercent: 80, odometer: 120_000 },
};
const course: FuelCourse = { ...about, millilitres: 200_000 };
const { millilitres: _, odometer: __, ...less }: FuelCourse = { ...course, toPercent: 79 };
const found = { fuelEventId: 'fuelling_1', vehicleId: 'veh_1', kind: 'refuelled', course, now: NOW } as const;
const refuelled = {
  type: 'TankRefuelled',
  data: { fuelEventId: 'fuelling_1', vehicleId: 'veh_1', ...course, recordedAt: NOW },
} as const;
const corrected = { type: 'FuelEventCorrected', data: { ...less, correctedAt: LATER } } as const;
const withdrawn = { type: 'FuelEventWithdrawn', data: { withdrawnAt: LATER } } as const;
const dismissed = { type: 'FuelEventDismissed', data: { reason: 'Sensor', dismissedAt: LATER } } as const;
const confirmed = { type: 'FuelEventConfirmed', data: { confirmedAt: LATER } } as const;

describe('a fuel event', () => {
  const { given } = specOf(fuelling);
  const record = { type: 'Record', data: found } as const;
  const correct = { type: 'Correct', data: { ...found, course: less, now: LATER } } as const;
  const withdraw = { type: 'Withdraw', data: { now: LATER } } as const;
  const dismiss = { type: 'Dismiss', data: { reason: 'Sensor', now: LATER } } as const;
  const confirm = { type: 'Confirm', data: { now: LATER } } as const;

  it('is recorded once, as what it is', () => {
    given().when(record).thenRecords(refuelled);
    given(refuelled).when(record).thenNothing();
    const drained = { ...record, data: { ...found, kind: 'drained' } } as const;
    given()
      .when(drained)
      .thenRecords({ ...refuelled, type: 'FuelDrained' });
  });

  it('is recorded as corrected when nothing was heard of it before', () =>
    given()
      .when(correct)
      .thenRecords({
        ...refuelled,
        data: { ...{ fuelEventId: 'fuelling_1', vehicleId: 'veh_1' }, ...less, recordedAt: LATER },
      }));

  it('is corrected once', () => {
    given(refuelled).when(correct).thenRecords(corrected);
    given(refuelled, corrected).when(correct).thenNothing();
    given(refuelled)
      .when({ ...correct, data: { ...found, now: LATER } })
      .thenNothing();
  });

  it('is withdrawn once, and may be found again', () => {
    given(refuelled).when(withdraw).thenRecords(withdrawn);
    given(refuelled, withdrawn).when(withdraw).thenNothing();
    given().when(withdraw).thenNothing();
    given(refuelled, withdrawn)
      .when(record)
      .thenRecords({ type: 'FuelEventCorrected', data: { ...course, correctedAt: NOW } });
  });

  it('is dismissed and confirmed by people, who may change their minds', () => {
    given(refuelled).when(dismiss).thenRecords(dismissed);
    given(refuelled, dismissed).when(dismiss).thenNothing();
    given(refuelled, dismissed).when(confirm).thenRecords(confirmed);
    given(refuelled, confirmed).when(confirm).thenNothing();
    given(refuelled, confirmed).when(dismiss).thenRecords(dismissed);
  });

  it('cannot be judged when there is none', () => {
    given().when(dismiss).thenRefuses('fuel-events/not-found');
    given(refuelled, withdrawn).when(confirm).thenRefuses('fuel-events/withdrawn');
  });
});

describe('the card of a fuel event', () => {
  const cardOf = (...events: FuellingEvent[]) =>
    rebuild(fuelEventCards, recorded(fuellingStream('ten_acme', 'fuelling_1'), ...events));

  it('shows what was told last, and nothing of what was told before', () =>
    expect(cardOf(refuelled, corrected)).toEqual({
      ...{ id: 'fuelling_1', vehicleId: 'veh_1', kind: 'refuelled', status: 'recorded' },
      ...{ ...less, recordedAt: NOW, correctedAt: LATER, version: 2 },
    }));

  it('keeps what a person has said when it is corrected, or withdrawn and found again', () => {
    expect(cardOf(refuelled, dismissed, corrected)).toMatchObject({ status: 'dismissed', reason: 'Sensor' });
    expect(cardOf(refuelled, dismissed, withdrawn)).toMatchObject({ status: 'withdrawn' });
    expect(cardOf(refuelled, dismissed, withdrawn, corrected)).toMatchObject({ status: 'dismissed' });
    expect(cardOf(refuelled, dismissed, withdrawn, corrected)).not.toHaveProperty('withdrawnAt');
  });

  it('forgets a reason that was for the opposite', () => {
    const card = cardOf(refuelled, dismissed, confirmed);
    expect(card).toMatchObject({ status: 'confirmed', judgedAt: LATER });
    expect(card).not.toHaveProperty('reason');
  });
});

describe('a charge session', () => {
  const { given } = specOf(charging);
  const charge: ChargeCourse = { ...about, wattHours: 30_000 };
  const data = { chargeSessionId: 'charging_1', vehicleId: 'veh_1', course: charge, now: NOW };
  const longer = { ...data, course: { ...charge, toPercent: 85 }, now: LATER };
  const charged: ChargingEvent = {
    type: 'BatteryCharged',
    data: { chargeSessionId: 'charging_1', vehicleId: 'veh_1', ...charge, recordedAt: NOW },
  };
  const changed: ChargingEvent = { type: 'ChargeCorrected', data: { ...longer.course, correctedAt: LATER } };
  const none: ChargingEvent = { type: 'ChargeWithdrawn', data: { withdrawnAt: LATER } };

  it('is recorded, corrected and withdrawn, each once', () => {
    given().when({ type: 'Record', data }).thenRecords(charged);
    given(charged).when({ type: 'Record', data: longer }).thenNothing();
    given(charged).when({ type: 'Correct', data: longer }).thenRecords(changed);
    given(charged, changed).when({ type: 'Correct', data: longer }).thenNothing();
    given(charged)
      .when({ type: 'Withdraw', data: { now: LATER } })
      .thenRecords(none);
    given(charged, none)
      .when({ type: 'Withdraw', data: { now: LATER } })
      .thenNothing();
    given()
      .when({ type: 'Withdraw', data: { now: LATER } })
      .thenNothing();
    given(charged, none).when({ type: 'Record', data: longer }).thenRecords(changed);
  });

  it('is shown as it is', () => {
    const cardOf = (...events: ChargingEvent[]) =>
      rebuild(chargeCards, recorded(chargingStream('ten_acme', 'charging_1'), ...events));
    const card = cardOf(charged, none, changed);
    expect(card).toEqual({
      ...{ id: 'charging_1', vehicleId: 'veh_1', status: 'recorded', ...longer.course },
      ...{ recordedAt: NOW, correctedAt: LATER, version: 3 },
    });
    expect(cardOf(charged, none)).toMatchObject({ status: 'withdrawn', withdrawnAt: LATER });
  });
});
