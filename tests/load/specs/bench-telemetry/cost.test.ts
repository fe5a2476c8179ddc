import { billOf, type Counted, EXAMPLE_PRICES, fixesPerMonth, monthOf, USUAL } from '../../bench-telemetry/cost.ts';

/** Two full shards for an hour, 360 rounds each. */
const counted: Counted = {
  vehicles: 1_024,
  shards: 2,
  fixes: 18_000,
  rounds: 720,
  unitsOfRounds: 72_000,
  unitsOfRest: 36_000,
  cpu: 18_000 * 50,
  bytesPerFix: 200,
  bytesPerPosition: 250,
};

const MONTH_BUCKETS = 30 * 8_640;

describe('What a fleet costs', () => {
  it('begins with what its vehicles report', () => {
    expect(fixesPerMonth(USUAL)).toBe(30 * (300 + 129));
    expect(monthOf(1_000, counted).fixes).toBe(12_870_000);
  });

  it('is of every shard the writing of its state, and of every fix the rest', () => {
    const { units, fixes } = monthOf(512, counted);
    expect(units).toBeCloseTo(MONTH_BUCKETS * 100 * (1 - Math.exp(-fixes / MONTH_BUCKETS)) + fixes * 2, 0);
  });

  it('is less where shards are woken less often', () => {
    const of = (wakeSeconds: number) => monthOf(5_120, counted, { ...USUAL, wakeSeconds });
    expect(of(60).units).toBeLessThan(of(10).units);
    expect(of(10).units).toBeLessThan(of(1).units);
    expect(of(60).operations).toBeLessThan(of(10).operations);
  });

  it('does not write what nothing has arrived for', () => {
    const silent = monthOf(512, counted, { ...USUAL, drivingHours: 0, parkedEvery: 86_400 * 30, wakeSeconds: 1 });
    expect(silent.fixes).toBe(512);
    expect(silent.units).toBeLessThan(512 * 102);
  });

  it('is the same for each vehicle of ten times as many, but for who watches all of them', () => {
    const [small, large] = [monthOf(5_120, counted), monthOf(51_200, counted)];
    expect(large.units / large.vehicles).toBeCloseTo(small.units / small.vehicles, 6);
    expect(large.operations / large.vehicles).toBeCloseTo(small.operations / small.vehicles, 6);
    expect(large.liveMessages / large.vehicles / (small.liveMessages / small.vehicles)).toBeCloseTo(103 / 11, 6);
  });

  it('has as many instances as are busy, or as the processor asks for', () => {
    const idle = monthOf(10, counted);
    expect(idle.instances).toBeLessThan(0.1);
    const { instances } = monthOf(10_000_000, counted);
    const cores = (10_000_000 * 12_870 * (50 + USUAL.ingestCpu)) / 1e6 / (30 * 86_400);
    expect(instances).toBeCloseTo(cores / USUAL.fullAt, 6);
  });

  it('is the sum of its parts, of which some are paid for whether they are used or not', () => {
    const none = billOf(monthOf(0, counted));
    expect(none.total).toBe(EXAMPLE_PRICES.busPerMonth + EXAMPLE_PRICES.perLiveUnitMonth);
    const { total, ...parts } = billOf(monthOf(10_000, counted));
    expect(total).toBeCloseTo(
      Object.values(parts).reduce((sum, part) => sum + part, 0),
      9,
    );
  });

  it('is twice as much for the store where its units cost twice as much', () => {
    const month = monthOf(1_000, counted);
    const dearer = { ...EXAMPLE_PRICES, perMillionUnits: 2 * EXAMPLE_PRICES.perMillionUnits };
    expect(billOf(month, dearer).store).toBeCloseTo(2 * billOf(month).store, 9);
  });
});
