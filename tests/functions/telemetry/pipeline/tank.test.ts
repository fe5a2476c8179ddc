import type { Fact, TankChanged } from '../../../../functions/telemetry/facts.ts';
import { factId } from '../../../../functions/telemetry/facts.ts';
import { follow, report } from './following-energy.ts';
import { type Done, type Habits, live, seeded } from './tank-life.ts';

const ROOM = 400_000;
const HOUR_MS = 3_600_000;

const isTank = (fact: Fact): fact is TankChanged => fact.type === 'refuelled' || fact.type === 'fuel-drained';
const amountOf = ({ fromPercent, toPercent }: TankChanged) => Math.abs(toPercent - fromPercent);

/** What was found of what was done, by how many percent it is off, and what was found that was never done. */
const comparedWith = (done: readonly Done[], facts: readonly Fact[]) => {
  const left = facts.filter(isTank);
  const offs: number[] = [];
  const missed: Done[] = [];
  for (const one of done) {
    const index = left.findIndex(
      ({ type, at, endedAt }) =>
        type === one.kind && at - 7 * HOUR_MS <= one.at && one.at <= Math.max(endedAt, at + HOUR_MS),
    );
    const [found] = index < 0 ? [] : left.splice(index, 1);
    if (found) offs.push(Math.abs(amountOf(found) - one.percent));
    else missed.push(one);
  }
  return { missed, invented: left, offs };
};

const lived = (seeds: readonly number[], habits: Habits) => {
  const lives = seeds.map((seed) => live(seed, habits));
  const followed = lives.map((life) => ({ life, ...follow(life.moments, { tankMillilitres: ROOM }) }));
  const compared = followed.map(({ life, facts }) => comparedWith(life.done, facts));
  const offs = compared.flatMap((one) => one.offs);
  const told = followed.flatMap(({ consumed }) => consumed).map(({ fuelMillilitres = 0 }) => fuelMillilitres);
  return {
    hours: lives.reduce((sum, { hours }) => sum + hours, 0),
    done: lives.flatMap((life) => life.done),
    missed: compared.flatMap((one) => one.missed),
    invented: compared.flatMap((one) => one.invented),
    meanOff: offs.reduce((sum, off) => sum + off, 0) / offs.length,
    worstOff: Math.max(...offs),
    burnt: (lives.reduce((sum, { burnt }) => sum + burnt, 0) / 100) * ROOM,
    told: told.reduce((sum, one) => sum + one, 0),
    least: Math.min(...told),
    bytes: Math.max(...followed.map(({ bytes }) => bytes)),
  };
};

const SEEDS = [1, 2, 3, 4, 5];
const QUIET = { hours: 700, refuels: 0, drains: 0, every: 60 };
const BUSY = { hours: 250, refuels: 0.15, drains: 0.25 };

describe('the tanks of vehicles with slosh of 5 percent, slopes of 8, spikes and values that are missing', () => {
  it('are not said to have been filled or emptied when they were not, in 10,000 hours', () => {
    const kinds = [
      lived(SEEDS, { ...QUIET, ignition: true }),
      lived(SEEDS, { ...QUIET, ignition: false }),
      lived(SEEDS, { ...QUIET, ignition: true, sleeps: true }),
    ];
    expect(kinds.reduce((sum, { hours }) => sum + hours, 0)).toBeGreaterThan(10_000);
    for (const { invented, missed } of kinds) expect({ invented, missed }).toEqual({ invented: [], missed: [] });
  });

  it.each([true, false])('are seen to be filled and emptied while parked, key known: %s', (ignition) => {
    const { done, invented, missed, meanOff, worstOff, burnt, told, bytes } = lived(SEEDS, { ...BUSY, ignition });
    expect(done.filter(({ kind }) => kind === 'fuel-drained').length).toBeGreaterThan(15);
    expect({ invented, missed }).toEqual({ invented: [], missed: [] });
    expect(meanOff).toBeLessThan(1);
    expect(worstOff).toBeLessThan(7);
    expect(Math.abs(told / burnt - 1)).toBeLessThan(0.03);
    expect(bytes).toBeLessThanOrEqual(260);
  });

  it('are seen to be filled while the device slept, though only on the way again', () => {
    const habits = { ...BUSY, drains: 0, ignition: true, sleeps: true };
    const { invented, missed, meanOff, worstOff, burnt, told, least } = lived(SEEDS, habits);
    expect({ invented, missed }).toEqual({ invented: [], missed: [] });
    expect(meanOff).toBeLessThan(3);
    expect(worstOff).toBeLessThan(10);
    expect(Math.abs(told / burnt - 1)).toBeLessThan(0.06);
    expect(least).toBeGreaterThanOrEqual(0);
  });
});

const random = seeded(7);
const about = (level: number, slosh = 0) => ({
  fuelLevel: Math.round((level + (random() * 2 - 1) * slosh) * 10) / 10,
});

const changesIn = ({ moments }: ReturnType<typeof report>) => follow(moments, { tankMillilitres: ROOM }).facts;

describe('a refuelling', () => {
  it('says when, where, from where to where, how much', () => {
    const way = report();
    way.drive(20, () => about(30, 2));
    way.park(10, () => about(30));
    const before = way.now();
    way.park(4, (done) => about(30 + 50 * done));
    const after = way.now();
    way.park(10, () => about(80));
    const [fact, ...others] = changesIn(way);
    expect(others).toEqual([]);
    expect(fact).toEqual({
      type: 'refuelled',
      id: factId('fuelling', 'veh_1', before),
      vehicleId: 'veh_1',
      at: before,
      endedAt: expect.any(Number),
      spot: { lat: expect.any(Number), lon: 8.4 },
      fromPercent: 30,
      toPercent: 80,
      millilitres: 200_000,
      odometer: 120_000,
    });
    expect(Math.abs((fact as TankChanged).endedAt - after)).toBeLessThanOrEqual(120_000);
  });

  it('does not say how much while nobody knows how much the tank holds', () => {
    const way = report();
    way.park(10, () => about(30));
    way.park(10, () => about(70));
    const { facts } = follow(way.moments);
    expect(facts).toEqual([expect.objectContaining({ fromPercent: 30, toPercent: 70 })]);
    expect(facts[0]).not.toHaveProperty('millilitres');
  });

  it('is found by millilitres as well, when the room is known', () => {
    const way = report();
    way.park(10, () => ({ fuelMillilitres: 100_000 }));
    way.park(10, () => ({ fuelMillilitres: 300_000 }));
    expect(changesIn(way)).toEqual([expect.objectContaining({ type: 'refuelled', millilitres: 200_000 })]);
    expect(follow(way.moments).facts).toEqual([]);
  });
});

describe('a drain', () => {
  it('is found while the engine is off', () => {
    const way = report();
    way.park(30, () => about(80, 0.4));
    way.park(10, (done) => about(80 - 12 * done, 0.4));
    way.park(30, () => about(68, 0.4));
    const [fact, ...others] = changesIn(way).filter(isTank);
    expect(others).toEqual([]);
    expect(fact?.type).toBe('fuel-drained');
    expect(fact && amountOf(fact)).toBeGreaterThan(10.5);
    expect(fact && amountOf(fact)).toBeLessThan(13);
  });

  it('is a slow leak, too, and what a heater takes is none', () => {
    const leaking = (perHour: number) => {
      const way = report();
      way.park(24 * 60, (done) => about(80 - 24 * perHour * done), 300);
      return changesIn(way).map(({ type }) => type);
    };
    expect(leaking(0.3)).toEqual([]);
    expect(new Set(leaking(2))).toEqual(new Set(['fuel-drained']));
  });

  it.each([
    ['the engine burns it', (level: number) => ({ ...about(level), ignition: true })],
    ['only a wire is loose', (level: number) => (level < 79.9 ? { fuelLevel: 0 } : about(level))],
  ])('is none when %s', (_, attributes) => {
    const way = report();
    way.park(20, () => about(80));
    way.park(180, (done) => attributes(80 - 12 * done));
    expect(changesIn(way)).toEqual([]);
  });

  it('is none when it was driven where nobody heard of it', () => {
    const way = report();
    way.drive(30, () => about(80, 3));
    way.endTrip(about(80));
    way.silence(300, 250_000, true, about(50));
    way.drive(20, () => about(50, 3));
    const { facts, consumed } = follow(way.moments, { tankMillilitres: ROOM });
    expect(facts).toEqual([]);
    expect(consumed.at(-1)?.fuelMillilitres).toBeGreaterThan(0.25 * ROOM);
  });

  it('is none when it was rolled onto a slope and nobody knows of the key', () => {
    const way = report();
    const unknown = (level: number) => ({ fuelLevel: level, ignition: true, rpm: 0 });
    way.park(20, () => unknown(60));
    way.park(20, () => unknown(52));
    way.park(20, () => unknown(60));
    expect(changesIn(way)).toEqual([]);
  });
});
