import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import { metersCounted, metersStart } from '../../../../functions/telemetry/pipeline/meters.ts';
import { type Device, drive } from './drives.ts';
import { through } from './through.ts';

const metersOf = ({ fixes }: { readonly fixes: readonly ReceivedFix[] }) => through(fixes).meters;
const within = (value: number, expected: number, part: number) => {
  expect(value).toBeGreaterThan(expected * (1 - part));
  expect(value).toBeLessThan(expected * (1 + part));
};
const trip = (device: Device) => drive(device).start().stop(60).go(4_000, 15).turn(90).stop(40).go(6_000, 20).off();

describe('the odometer from positions', () => {
  it.each<[string, Device]>([
    ['every ten seconds', {}],
    ['every second', { every: 1 }],
    ['every minute', { every: 60 }],
    ['without speed', { tellsSpeed: false, tellsIgnition: false }],
    ['every second, without speed and accuracy', { every: 1, tellsSpeed: false, tellsAccuracy: false }],
    ['without ignition, and noisy', { tellsIgnition: false, noise: 10 }],
  ])('is that of the way: %s', (_, device) => within(metersOf(trip(device).stop(3_600)).odometer, 10_000, 0.03));

  it.each<[string, Device]>([
    ['key off', {}],
    ['key off, no speed', { tellsSpeed: false, noise: 10 }],
    ['speed 0', { tellsIgnition: false, noise: 10 }],
    ['neither', { tellsIgnition: false, tellsSpeed: false, noise: 8 }],
    ['neither, every second', { tellsIgnition: false, tellsSpeed: false, every: 1 }],
  ])('stands still while the vehicle does, for hours: %s', (_, device) => {
    const parked = trip(device).stop(300);
    const before = metersOf(parked).odometer;
    expect(metersOf(parked.stop(device.every === 1 ? 14_400 : 86_400)).odometer - before).toBeLessThan(50);
  });

  it('is not fooled by echoes while the device says that it stands', () => {
    const parked = drive({ tellsIgnition: false }).stop(600);
    const fixes = parked.fixes.map((fix, i) => (i % 20 > 16 ? { ...fix, lat: fix.lat + 0.0015 } : fix));
    expect(metersOf({ fixes }).odometer).toBe(0);
  });

  it('is that of the way when the device says 0 whatever its speed is', () => {
    const { fixes } = drive({ tellsIgnition: false }).go(10_000, 15);
    within(metersOf({ fixes: fixes.map((fix) => ({ ...fix, speed: 0 })) }).odometer, 10_000, 0.05);
  });

  it('does not count what a vehicle is towed, shipped or flown', () => {
    const before = metersOf(trip({}).stop(300)).odometer;
    const towed = trip({}).stop(300).go(30_000, 18).stop(300);
    expect(metersOf(towed).odometer).toBe(before);
    const flown = trip({}).stop(300).silent(36_000, 200).start().stop(60);
    expect(metersOf(flown).odometer).toBe(before);
  });

  it('counts a silence as a straight line', () => {
    const gap = drive().start().go(5_000, 20).silent(900, 20).go(5_000, 20);
    within(metersOf(gap).odometer, 28_000, 0.01);
  });

  it('does not take an ignition that is never on for a tow', () => {
    const miswired = drive({ also: () => ({ ignition: false }) }).go(10_000, 15);
    within(metersOf(miswired).odometer, 10_000, 0.02);
  });
});

describe('the odometer of the device', () => {
  const telling = (odometer: (driven: number, seconds: number) => number, more: Device = {}) =>
    drive({ ...more, also: (driven, seconds) => ({ odometer: odometer(driven, seconds) }) });

  it('is taken over, and followed', () => {
    const meters = metersOf(
      telling((driven) => 123_456_000 + driven * 1.02)
        .start()
        .go(10_000, 15),
    );
    expect(meters).toMatchObject({ odometerBy: 'device' });
    expect(meters.odometer).toBeCloseTo(123_456_000 + 9_900 * 1.02, -1);
  });

  it('that falls back is followed from there', () => {
    const replaced = telling((driven) => (driven < 5_000 ? 90_000_000 + driven : driven))
      .start()
      .go(10_000, 15);
    within(metersOf(replaced).odometer - 90_000_000, 10_000, 0.03);
  });

  it('that jumps up for good is right, for one reading is wrong', () => {
    const set = telling((driven) => (driven < 5_000 ? 1_000 + driven : 90_000_000 + driven))
      .start()
      .go(10_000, 15);
    within(metersOf(set).odometer, 90_010_000, 0.0001);
    const glitch = telling((driven) => (Math.abs(driven - 5_000) < 80 ? 90_000_000 : 1_000_000 + driven)).start();
    within(metersOf(glitch.go(10_000, 15)).odometer - 1_000_000, 10_000, 0.03);
  });

  it.each([
    ['0', 0],
    ['that of a bus without a value', 2 ** 32 - 1],
    ['no number', Number.NaN],
    ['negative', -5],
  ])('is not believed when it is %s', (_, odometer) => {
    const meters = metersOf(
      telling(() => odometer)
        .start()
        .go(10_000, 15),
    );
    expect(meters.odometerBy).toBe('positions');
    within(meters.odometer, 10_000, 0.02);
  });

  it('that is stuck is left behind, and caught up with', () => {
    const stuck = telling((driven) => 50_000_000 + Math.max(0, driven - 20_000)).start();
    const meters = metersOf(stuck.go(20_000, 20));
    expect(meters.odometerBy).toBe('positions');
    within(meters.odometer - 50_000_000, 20_000, 0.02);
    const again = metersOf(stuck.go(10_000, 20));
    expect(again.odometerBy).toBe('device');
    within(again.odometer - 50_000_000, 30_000, 0.02);
  });

  it('by the kilometre is filled in from positions, and not run ahead of', () => {
    const coarse = (metres: number) =>
      telling((driven) => Math.floor((80_000_000 + driven) / 1_000) * 1_000)
        .start()
        .stop(60)
        .stop(60)
        .go(metres, 15)
        .stop(20);
    within(metersOf(coarse(700)).odometer - 80_000_000, 700, 0.1);
    within(metersOf(coarse(200_500)).odometer - 80_000_000, 200_500, 0.003);
  });

  it('that comes with few fixes is led by positions', () => {
    const seldom = drive({
      also: (driven, seconds) =>
        seconds % 100 === 0 ? { odometer: 7_000_000 + driven } : ({} as Record<string, number>),
    });
    within(metersOf(seldom.start().go(30_000, 20)).odometer - 7_000_000, 30_000, 0.02);
  });
});

describe('engine time', () => {
  it('is that of the ignition', () => {
    const meters = metersOf(drive().start().stop(600).go(6_000, 10).off().stop(3_600).start().stop(100).off());
    expect(meters).toMatchObject({ engineBy: 'ignition' });
    within(meters.engineSeconds, 1_302, 0.01);
  });

  it('is that of movement when nothing is known of the ignition', () => {
    const meters = metersOf(drive({ tellsIgnition: false }).stop(600).go(6_000, 10).stop(3_600));
    expect(meters).toMatchObject({ engineBy: 'movement' });
    within(meters.engineSeconds, 600, 0.05);
  });

  it('is the device’s, by the hour or by the second', () => {
    const running = (engineSeconds: (seconds: number) => number) =>
      metersOf(
        drive({ also: (_, seconds) => ({ engineSeconds: engineSeconds(seconds) }) })
          .start()
          .go(100_000, 20),
      );
    expect(running((seconds) => 7_200_000 + seconds)).toMatchObject({ engineBy: 'device', engineSeconds: 7_205_000 });
    within(
      running((seconds) => 7_200_000 + Math.floor(seconds / 3_600) * 3_600).engineSeconds - 7_200_000,
      5_000,
      0.01,
    );
  });

  it('does not go on in silence for longer than five minutes', () => {
    const silent = drive().start().stop(60).silent(36_000).stop(60).off();
    expect(metersOf(silent).engineSeconds).toBeLessThan(60 + 300 + 70);
  });
});

describe('what the meters stand at', () => {
  const days = drive({ every: 600, at: Date.UTC(2026, 2, 2, 22) })
    .start()
    .go(36_000, 10)
    .off()
    .stop(200_000);
  const { told, kept } = through(days.fixes);

  it('is told on the first fix of each further UTC day', () => {
    expect(told.map(({ at }) => new Date(at).toISOString())).toEqual([
      expect.stringMatching('^2026-03-03T00:0'),
      expect.stringMatching('^2026-03-04T00:0'),
      expect.stringMatching('^2026-03-05T00:0'),
    ]);
    expect(kept[0]?.at).toBe(Date.UTC(2026, 2, 2, 22));
  });

  it('has an id of its vehicle and day', () => {
    const id = (vehicleId: string, at: number) => metersCounted(metersStart, vehicleId, at).id;
    const noon = Date.UTC(2026, 2, 2, 12);
    expect(id('veh_1', noon)).toBe(id('veh_1', noon + 43_199_999));
    expect(id('veh_1', noon)).not.toBe(id('veh_1', noon + 43_200_000));
    expect(id('veh_1', noon)).not.toBe(id('veh_2', noon));
  });
});
