import { factId } from '../../../../functions/telemetry/facts.ts';
import { follow, report } from './following-energy.ts';

const ROOM = 60_000;
const known = { batteryWattHours: ROOM };
const soc = (percent: number) => ({ stateOfCharge: Math.round(percent * 2) / 2 });
const charging = (percent: number) => ({ ...soc(percent), charging: true });

describe('a charge', () => {
  it('is what the vehicle says, from when it begins to when no more comes in', () => {
    const way = report();
    way.drive(30, (done) => soc(60 - 20 * done));
    way.endTrip(soc(40));
    const before = way.now();
    way.park(60, (done) => charging(40 + 40 * done));
    const after = way.now();
    way.park(120, () => soc(80));
    way.drive(5, () => soc(80));
    const { facts } = follow(way.moments, known);
    const at = facts[0]?.at ?? 0;
    expect(before - at).toBeLessThanOrEqual(60_000);
    expect(facts).toEqual([
      {
        type: 'charged',
        id: factId('charging', 'veh_1', at),
        vehicleId: 'veh_1',
        at,
        endedAt: after,
        spot: { lat: expect.any(Number), lon: 8.4 },
        fromPercent: 40,
        toPercent: 80,
        wattHours: 24_000,
        odometer: 120_000,
      },
    ]);
  });

  it('is seen without a word of the vehicle, when it stands and has more', () => {
    const way = report();
    way.park(20, () => soc(40));
    way.park(120, (done) => soc(40 + 30 * done));
    way.park(90, () => soc(70));
    expect(follow(way.moments, known).facts).toEqual([
      expect.objectContaining({ type: 'charged', fromPercent: 40, toPercent: 70, wattHours: 18_000 }),
    ]);
  });

  it('is one, though it pauses', () => {
    const way = report();
    way.park(2, () => soc(40));
    way.park(30, (done) => charging(40 + 10 * done));
    way.park(40, () => ({ ...soc(50), charging: false }));
    way.park(30, (done) => charging(50 + 10 * done));
    way.drive(5, () => soc(60));
    expect(follow(way.moments, known).facts).toMatchObject([{ fromPercent: 40, toPercent: 60 }]);
  });

  it('is found when the device slept meanwhile, whether the vehicle still stands or drives away', () => {
    const slept = (metres: number) => {
      const way = report();
      way.drive(10, () => soc(40));
      way.endTrip(soc(40));
      way.silence(300, metres, metres > 0, soc(90));
      way.drive(10, () => soc(90));
      return follow(way.moments, known).facts;
    };
    expect(slept(0)).toMatchObject([{ type: 'charged', fromPercent: 40, toPercent: 90 }]);
    expect(slept(300)).toMatchObject([{ type: 'charged', fromPercent: 40, toPercent: 90 }]);
  });

  it.each([
    ['a battery rests', (done: number) => soc(40 + 2 * done)],
    ['a value is wrong for once', (done: number) => soc(Math.abs(done - 0.5) < 0.004 ? 95 : 40)],
    ['an engine charges it', (done: number) => ({ ...soc(40 + 10 * done), rpm: 900 })],
    ['the values cannot be', () => ({ stateOfCharge: 255 })],
  ])('is none when %s', (_, attributes) => {
    const way = report();
    way.park(10, () => soc(40));
    way.park(120, attributes);
    way.drive(10, () => soc(40));
    expect(follow(way.moments, known).facts).toEqual([]);
  });

  it('is none going downhill', () => {
    const way = report();
    way.drive(30, (done) => soc(40 + 6 * done));
    way.endTrip(soc(46));
    const { facts, consumed } = follow(way.moments, known);
    expect(facts).toEqual([]);
    expect(consumed[0]).toEqual({ energyWattHours: 0 });
  });
});

describe('what a trip takes out of the battery', () => {
  it('is what is missing, less what came back', () => {
    const way = report();
    way.drive(30, (done) => soc(60 - 10 * done));
    way.drive(10, (done) => soc(50 + 2 * done));
    way.endTrip(soc(52));
    way.park(600, () => soc(51));
    const { consumed } = follow(way.moments, known);
    expect(consumed).toEqual([{ energyWattHours: expect.any(Number) }, { energyWattHours: 0 }]);
    expect(Math.abs((consumed[0]?.energyWattHours ?? 0) - 4_800)).toBeLessThan(400);
  });

  it('is not said while nobody knows how much the battery holds', () => {
    const way = report();
    way.drive(30, (done) => soc(60 - 10 * done));
    expect(follow(way.moments).consumed).toEqual([{}]);
  });
});
