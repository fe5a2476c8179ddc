import type { Shape } from '../../../../functions/geofences/contract.ts';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import { METRES_PER_DEGREE } from '../../../../shared/kernel/earth.ts';
import { drive, driving, eventsOf, fix, indexOf, parked, START, sceneOf, told, yard } from './fence-drives.ts';

describe('a visit', () => {
  it('begins at once when the vehicle says that it drives, and when it came over the edge', async () =>
    expect(await eventsOf(yard(), [fix(0, -100, driving), fix(30, 200, driving)])).toEqual([['visit-began', 10.02]]));

  it('begins with the second fix when it does not, and then as early', async () => {
    const scene = sceneOf(await indexOf(yard()));
    const run = drive(scene, [fix(0, -100), fix(30, 200)]);
    expect(run.facts).toEqual([]);
    expect(told(drive(scene, [fix(60, 210)], run).facts)).toEqual([['visit-began', 10.02]]);
  });

  it('begins near the edge after a minute of fixes inside', async () =>
    expect(
      await eventsOf(yard(), [
        fix(0, -100, parked),
        fix(30, 4, parked),
        fix(60, 5, parked),
        fix(80, 3, parked),
        fix(100, 4, parked),
      ]),
    ).toEqual([['visit-began', expect.closeTo(29, 0)]]));

  it('ends when it drives out, when it came over the edge', async () =>
    expect(await eventsOf(yard(), [fix(0, 500, driving), fix(30, 800, driving), fix(60, 1_100, driving)])).toEqual([
      ['visit-began', 0],
      ['visit-ended', expect.closeTo(50, 0)],
    ]));

  it('ends after half a minute outside when the vehicle does not say how fast it is', async () => {
    const scene = sceneOf(await indexOf(yard()));
    const run = drive(scene, [fix(0, 900), fix(10, 900), fix(20, 1_100), fix(30, 1_100)]);
    expect(told(run.facts)).toEqual([['visit-began', 0]]);
    expect(told(drive(scene, [fix(50, 1_100)], run).facts)).toEqual([
      ['visit-began', 0],
      ['visit-ended', expect.closeTo(15, 0)],
    ]);
  });

  it('ends when it really left, not when that was clear', async () =>
    expect(
      await eventsOf(yard(), [
        fix(0, 900, driving),
        fix(10, 950, driving),
        fix(20, 1_010, { speed: 3 }),
        fix(60, 1_015, { speed: 3 }),
        fix(80, 1_100, driving),
      ]),
    ).toEqual([
      ['visit-began', 0],
      ['visit-ended', expect.closeTo(18.3, 0)],
    ]));

  it('says how fast it was, where it left, and whether it was long', async () => {
    const rule = yard({ dwellSeconds: 25 });
    const { facts } = drive(sceneOf(await indexOf(rule)), [
      fix(0, 500, driving),
      fix(10, 700, { speed: 21.5 }),
      fix(40, 900, driving),
      fix(50, 1_100, { speed: 20 }),
    ]);
    expect(told(facts)).toEqual([
      ['visit-began', 0],
      ['visit-dwelled', 25],
      ['visit-ended', expect.closeTo(45, 0)],
    ]);
    expect(facts.at(-1)).toMatchObject({
      fenceId: 'yard',
      enteredAt: START,
      dwelled: true,
      maxSpeed: 21.5,
      lon: expect.closeTo(1_000 / METRES_PER_DEGREE, 4),
    });
    expect(new Set(facts.map(({ id }) => id)).size).toBe(1);
  });

  it('is told to be long even when that is only known after its end', async () =>
    expect(
      await eventsOf(yard({ dwellSeconds: 60 }), [
        fix(0, 500, driving),
        fix(5, 500, driving),
        fix(100, 1_100, driving),
      ]),
    ).toEqual([
      ['visit-began', 0],
      ['visit-dwelled', 60],
      ['visit-ended', expect.closeTo(84, 0)],
    ]));

  it('is not taken to have ended on the way when nothing was heard for hours', async () =>
    expect(
      await eventsOf(yard(), [fix(0, 500), fix(5, 500), fix(7_200, 2_000, parked), fix(7_260, 2_000, parked)]),
    ).toEqual([
      ['visit-began', 0],
      ['visit-ended', 7_200],
    ]));
});

describe('a vehicle that stands outside, near the edge', () => {
  const leaves = [fix(0, 900, driving), fix(30, 900, driving)];
  const stands = (metres: number, from: number, to: number) =>
    Array.from({ length: (to - from) / 30 + 1 }, (_, n) => fix(from + 30 * n, metres, parked));

  it('has left when that is still so after ten minutes: positions do not drift for longer', async () => {
    const scene = sceneOf(await indexOf(yard()));
    const run = drive(scene, [...leaves, fix(60, 900, parked), ...stands(1_025, 90, 660)]);
    expect(told(run.facts)).toEqual([['visit-began', 0]]);
    expect(told(drive(scene, stands(1_025, 690, 720), run).facts)).toEqual([
      ['visit-began', 0],
      ['visit-ended', expect.closeTo(84, 0)],
    ]);
  });

  it('has left soon when it is farther away than positions drift', async () =>
    expect(await eventsOf(yard(), [...leaves, fix(60, 900, parked), ...stands(1_035, 90, 150)])).toEqual([
      ['visit-began', 0],
      ['visit-ended', expect.closeTo(82, 0)],
    ]));

  it('has left at once when it says that it drives there', async () =>
    expect(await eventsOf(yard(), [...leaves, fix(45, 1_025, { speed: 4 })])).toEqual([
      ['visit-began', 0],
      ['visit-ended', expect.closeTo(42, 0)],
    ]));
});

it('what a fix may be wrong by is taken from its dilution of precision when it says no more', async () => {
  const seen = (hdop: number) => {
    const { accuracy: _, ...rest } = fix(30, 40, { ...driving, attributes: { hdop } });
    return [fix(0, -200, driving), rest];
  };
  expect(await eventsOf(yard(), seen(1))).toEqual([['visit-began', expect.closeTo(25, 0)]]);
  expect(await eventsOf(yard(), seen(5))).toEqual([]);
});

describe('no visit', () => {
  it.each<[string, readonly ReceivedFix[]]>([
    ['for one bad fix', [fix(0, -300, parked), fix(30, 400, parked), fix(60, -300, parked), fix(90, -301, parked)]],
    ['for one bad fix of a vehicle that does not say how fast it is', [fix(0, -300), fix(30, 400), fix(60, -300)]],
    [
      'for a fix that may be anywhere',
      [fix(0, -50), fix(30, 100, { accuracy: 150 }), fix(60, 100, { accuracy: 150 }), fix(90, -50)],
    ],
    [
      'for standing at the edge',
      [0, 20, 40, 60, 80, 100, 120, 140].map((second, at) => fix(second, at % 2 ? 6 : -6, parked)),
    ],
  ])('%s', async (_, fixes) => expect(await eventsOf(yard(), fixes)).toEqual([]));

  it('ends for one bad fix', async () =>
    expect(
      await eventsOf(yard(), [fix(0, 800, parked), fix(30, 800, parked), fix(60, 1_400, parked), fix(90, 800, parked)]),
    ).toEqual([['visit-began', 0]]));

  it('ends at the edge, however long one stands there', async () =>
    expect(
      await eventsOf(yard(), [
        fix(0, 900),
        fix(30, 900),
        ...Array.from({ length: 100 }, (_, n) => fix(60 + 30 * n, 1_005 + (n % 7))),
      ]),
    ).toEqual([['visit-began', 0]]));
});

describe('a quick pass', () => {
  const gate = yard({
    shape: {
      type: 'corridor',
      path: [
        { lat: -0.01, lon: 0 },
        { lat: 0.01, lon: 0 },
      ],
      widthMetres: 20,
    },
  });

  it('between two fixes is a crossing, at once when the vehicle says that it drives', async () => {
    const { facts } = drive(sceneOf(await indexOf(gate)), [fix(0, -200, { speed: 20 }), fix(20, 200, { speed: 20 })]);
    expect(told(facts)).toEqual([['fence-crossed', expect.closeTo(10, 0)]]);
    expect(facts[0]).toMatchObject({ from: { lat: 0, lon: fix(0, -200).lon }, to: { lat: 0, lon: fix(0, 200).lon } });
  });

  it('is one with the next fix when it does not', async () =>
    expect(await eventsOf(gate, [fix(0, -200), fix(20, 200), fix(40, 400)])).toEqual([
      ['fence-crossed', expect.closeTo(10, 0)],
    ]));

  it('is none when it is back where it was', async () =>
    expect(await eventsOf(gate, [fix(0, -200), fix(20, 200), fix(40, -200), fix(60, -201)])).toEqual([]));

  it('with one fix inside is a visit', async () =>
    expect(await eventsOf(gate, [fix(0, -100), fix(10, 2), fix(20, 100), fix(30, 200)])).toEqual([
      ['visit-began', expect.closeTo(9, 0)],
      ['visit-ended', expect.closeTo(11, 0)],
    ]));

  it('is not guessed over a gap', async () =>
    expect(await eventsOf(gate, [fix(0, -200, driving), fix(900, 200, driving), fix(930, 300, driving)])).toEqual([]));

  it('over the 180th meridian is one, too', async () => {
    const line: Shape = {
      type: 'corridor',
      path: [
        { lat: -0.01, lon: 180 },
        { lat: 0.01, lon: 180 },
      ],
      widthMetres: 20,
    };
    const there = (second: number, lon: number) => ({ ...fix(second, 0, { speed: 20 }), lon });
    expect(await eventsOf(yard({ shape: line }), [there(0, 179.999), there(11, -179.999)])).toEqual([
      ['fence-crossed', 5.5],
    ]);
  });
});
