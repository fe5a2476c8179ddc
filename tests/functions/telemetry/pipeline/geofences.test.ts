import fc from 'fast-check';
import { compileFences } from '../../../../functions/geofences/compile.ts';
import type { Shape } from '../../../../functions/geofences/contract.ts';
import type { FenceRule } from '../../../../functions/geofences/fence.ts';
import { type FenceIndex, fenceIndex } from '../../../../functions/geofences/fence-index.ts';
import type { Fact } from '../../../../functions/telemetry/facts.ts';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import {
  type FenceMemory,
  type FenceScene,
  fencesStart,
  followFences,
} from '../../../../functions/telemetry/pipeline/geofences.ts';
import { legOf } from '../../../../functions/telemetry/pipeline/leg.ts';
import { METRES_PER_DEGREE } from '../../../../shared/kernel/earth.ts';

const START = Date.parse('2026-06-10T09:00:00Z');

/** Metres east of a point on the equator, seconds after nine. */
const fix = (second: number, metres: number, more: Partial<ReceivedFix> = {}): ReceivedFix => ({
  at: START + second * 1_000,
  receivedAt: START + second * 1_000,
  lat: 0,
  lon: metres / METRES_PER_DEGREE,
  accuracy: 5,
  ...more,
});
const driving = { speed: 10 };
const parked = { speed: 0 };

/** From 0 to 1,000 metres east. */
const YARD: Shape = {
  type: 'rectangle',
  southWest: { lat: -0.01, lon: 0 },
  northEast: { lat: 0.01, lon: 1_000 / METRES_PER_DEGREE },
};
const yard = (more: Partial<FenceRule> = {}): FenceRule => ({
  id: 'yard',
  name: 'Yard',
  kind: 'geofence',
  shape: YARD,
  ...more,
});
const indexOf = async (...rules: readonly FenceRule[]) => fenceIndex(await compileFences(rules));

const sceneOf = (fences: FenceIndex, more: Partial<FenceScene> = {}): FenceScene => ({
  vehicleId: 'veh_1',
  fences,
  ...more,
});

interface Run {
  memory: FenceMemory;
  last: ReceivedFix | undefined;
  readonly facts: Fact[];
}
const fresh = (): Run => ({ memory: fencesStart, last: undefined, facts: [] });

const drive = (scene: FenceScene, fixes: readonly ReceivedFix[], run = fresh()): Run => {
  for (const fix of fixes) {
    run.memory = followFences(run.memory, legOf(run.last, fix), scene, (fact) => run.facts.push(fact));
    run.last = fix;
  }
  return run;
};

/** What happened, and at which second. */
const told = (facts: readonly Fact[]) => facts.map(({ type, at }) => [type, (at - START) / 1_000]);
const eventsOf = async (rule: FenceRule, fixes: readonly ReceivedFix[]) =>
  told(drive(sceneOf(await indexOf(rule)), fixes).facts);

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

describe('the hours of a fence', () => {
  // From 11:00 to 13:00 in Berlin: 9:00 to 11:00 UTC; here ten minutes of it.
  const rule = yard({
    activeTimes: [{ start: '2026-01-01T11:10', durationMinutes: 10, rule: 'FREQ=DAILY', timeZone: 'Europe/Berlin' }],
  });
  const stays = (from: number, to: number) =>
    Array.from({ length: (to - from) / 60 + 1 }, (_, n) => fix(from + 60 * n, 500, parked));

  it('begin and end a visit', async () => {
    const { facts } = drive(sceneOf(await indexOf(rule)), stays(0, 1_800));
    expect(told(facts)).toEqual([
      ['visit-began', 600],
      ['visit-ended', 1_200],
    ]);
    expect(facts[1]).toMatchObject({ because: 'fence-changed' });
  });

  it('end it once, and begin another the day after', async () =>
    expect(await eventsOf(rule, [...stays(0, 900), ...stays(86_400 + 840, 86_400 + 1_500)])).toEqual([
      ['visit-began', 600],
      ['visit-ended', 1_200],
      ['visit-began', 86_400 + 600],
      ['visit-ended', 86_400 + 1_200],
    ]));
});

describe('a fence that changes under a vehicle', () => {
  const inside = [fix(0, 500, parked), fix(30, 500, parked)];
  it.each<[string, (index: FenceIndex) => Promise<void>]>([
    ['is gone', async (index) => index.remove('yard')],
    [
      'does not watch it any more',
      async (index) => {
        const [fence] = await compileFences([yard({ appliesTo: { vehicleIds: ['veh_2'] } })]);
        if (fence) index.put(fence);
      },
    ],
    [
      'is drawn elsewhere',
      async (index) => {
        const [fence] = await compileFences([
          yard({ shape: { ...YARD, southWest: { lat: -0.01, lon: 0.008 } } as Shape }),
        ]);
        if (fence) index.put(fence);
      },
    ],
  ])('and %s ends the visit', async (_, change) => {
    const index = await indexOf(yard());
    const run = drive(sceneOf(index), inside);
    await change(index);
    drive(sceneOf(index), [fix(60, 500, parked)], run);
    expect(told(run.facts)).toEqual([
      ['visit-began', 0],
      ['visit-ended', 60],
    ]);
    expect(run.facts[1]).toMatchObject({ because: 'fence-changed' });
    expect(run.memory).toEqual({});
  });
});

describe('whom and what a fence watches', () => {
  const visits = [fix(0, 500, driving), fix(30, 500, driving)];
  it.each<[string, Partial<FenceRule>, Partial<FenceScene>, number]>([
    ['a vehicle by name', { appliesTo: { vehicleIds: ['veh_1'] } }, {}, 1],
    ['not another', { appliesTo: { vehicleIds: ['veh_2'] } }, {}, 0],
    ['the vehicles of a group', { appliesTo: { groupIds: ['grp_a'] } }, { groupId: 'grp_a' }, 1],
    ['not those of another', { appliesTo: { groupIds: ['grp_a'] } }, { groupId: 'grp_b' }, 0],
    ['nor those of none', { appliesTo: { groupIds: ['grp_a'] } }, {}, 0],
    ['no place', { kind: 'place' }, {}, 0],
  ])('%s', async (_, rule, scene, count) =>
    expect(drive(sceneOf(await indexOf(yard(rule)), scene), visits).facts).toHaveLength(count),
  );

  it.each<[string, number | undefined, number]>([
    ['within its altitudes', 150, 1],
    ['above them', 400, 0],
    ['below them', 20, 0],
    ['at one unknown', undefined, 1],
  ])('what is %s', async (_, altitude, count) => {
    const fixes = visits.map((fix) => ({ ...fix, ...(altitude !== undefined && { altitude }) }));
    const index = await indexOf(yard({ altitude: { minMetres: 100, maxMetres: 200 } }));
    expect(drive(sceneOf(index), fixes).facts).toHaveLength(count);
  });

  it('what comes near a vehicle, wherever that is', async () => {
    const convoy = yard({ shape: { type: 'around-vehicle', vehicleId: 'veh_2', radiusMetres: 500 } });
    const index = await indexOf(convoy);
    let metres = 2_000;
    const scene = sceneOf(index, {
      positionOf: (id) => (id === 'veh_2' ? { lat: 0, lon: metres / METRES_PER_DEGREE } : undefined),
    });
    const run = drive(scene, [fix(0, 0, parked), fix(30, 0, parked)]);
    metres = 100;
    drive(scene, [fix(60, 0, parked), fix(90, 0, parked)], run);
    metres = 3_000;
    drive(scene, [fix(120, 0, parked), fix(150, 0, parked)], run);
    expect(told(run.facts)).toEqual([
      ['visit-began', 60],
      ['visit-ended', 120],
    ]);
    expect(drive({ ...scene, vehicleId: 'veh_2' }, [fix(0, 3_000), fix(30, 3_000)]).facts).toEqual([]);
  });
});

describe('a vehicle that should be inside', () => {
  const rule = yard({ expectInside: true });
  it('is away from when it left to when it is back', async () => {
    const { facts } = drive(sceneOf(await indexOf(rule)), [
      fix(0, 900, driving),
      fix(30, 900, driving),
      fix(60, 1_100, driving),
      fix(90, 1_400, driving),
      fix(120, 900, { speed: 20 }),
    ]);
    expect(told(facts)).toEqual([
      ['visit-began', 0],
      ['visit-ended', expect.closeTo(45, 0)],
      ['absence-began', expect.closeTo(45, 0)],
      ['visit-began', expect.closeTo(114, 0)],
      ['absence-ended', expect.closeTo(114, 0)],
    ]);
    expect(facts[4]?.id).toBe(facts[2]?.id);
  });

  it('is away when it never came, and not for one fix', async () => {
    const scene = sceneOf(await indexOf(rule));
    const run = drive(scene, [fix(0, 5_000, parked)]);
    expect(run.facts).toEqual([]);
    expect(told(drive(scene, [fix(60, 5_000, parked), fix(90, 5_000, parked)], run).facts)).toEqual([
      ['absence-began', 0],
    ]);
  });

  it('is not away any more when nobody expects it', async () => {
    const index = await indexOf(rule);
    const run = drive(sceneOf(index), [fix(0, 5_000, parked), fix(60, 5_000, parked)]);
    index.remove('yard');
    expect(told(drive(sceneOf(index), [fix(90, 5_000, parked)], run).facts)).toEqual([
      ['absence-began', 0],
      ['absence-ended', 90],
    ]);
    expect(run.memory).toEqual({});
  });

  it('is expected within the hours of the fence', async () => {
    const timed = { ...rule, activeTimes: [{ start: '2026-06-10T09:10', durationMinutes: 10, timeZone: 'UTC' }] };
    const fixes = Array.from({ length: 31 }, (_, n) => fix(60 * n, 5_000, parked));
    expect(await eventsOf(timed, fixes)).toEqual([
      ['absence-began', 600],
      ['absence-ended', 1_200],
    ]);
  });
});

describe('the speed limit in force', () => {
  const slow = yard({
    id: 'slow',
    shape: { type: 'circle', center: { lat: 0, lon: 500 / METRES_PER_DEGREE }, radiusMetres: 200 },
    speedLimit: 3,
  });
  it('is the strictest where the vehicle is', async () => {
    const scene = sceneOf(await indexOf(yard({ speedLimit: 8 }), slow));
    const run = fresh();
    const limits = [-100, 100, 500, 900, 1_300].map(
      (metres, n) => drive(scene, [fix(30 * n, metres, { speed: 15 })], run).memory.limit,
    );
    expect(limits).toEqual([
      undefined,
      { speed: 8, fenceId: 'yard' },
      { speed: 3, fenceId: 'slow' },
      { speed: 8, fenceId: 'yard' },
      undefined,
    ]);
  });
});

describe('what is remembered', () => {
  it('is the same object while nothing changes', async () => {
    const scene = sceneOf(await indexOf(yard()));
    const far = drive(scene, [fix(0, 50_000, driving)]);
    expect(drive(scene, [fix(30, 50_300, driving)], far).memory).toBe(fencesStart);
    const run = drive(scene, [fix(0, 500, driving), fix(30, 600, driving)]);
    const { memory } = run;
    expect(drive(scene, [fix(60, 700, driving)], run).memory).toBe(memory);
  });

  it('is small, and plain JSON', async () => {
    const scene = sceneOf(await indexOf(yard({ speedLimit: 8 })));
    const run = drive(scene, [fix(0, 500, driving), fix(30, 600, driving)]);
    expect(JSON.stringify(run.memory).length).toBeLessThan(150);
    expect(JSON.parse(JSON.stringify(run.memory))).toEqual(run.memory);
  });

  it('does not grow with the number of fences drawn over each other', async () => {
    const many = Array.from({ length: 100 }, (_, n) => yard({ id: `f${n}` }));
    const run = drive(sceneOf(await indexOf(...many)), [fix(0, 500, driving), fix(30, 600, driving)]);
    expect(run.memory.fences).toHaveLength(16);
  });
});

/** A way that anybody might take, and some that nobody would. */
const journey = fc
  .array(
    fc.record({
      seconds: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 90_000 })),
      metres: fc.double({ min: -700, max: 700, noNaN: true }),
      speed: fc.option(fc.double({ min: 0, max: 30, noNaN: true }), { nil: undefined }),
      accuracy: fc.option(fc.double({ min: 0, max: 200, noNaN: true }), { nil: undefined }),
      altitude: fc.option(fc.double({ min: 0, max: 400, noNaN: true }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let [second, metres] = [0, 0];
    return steps.map(({ seconds, metres: way, ...rest }) => {
      second += seconds;
      metres += way;
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      const { accuracy: _, ...bare } = fix(second, metres);
      return { ...bare, ...given };
    });
  });

const scene = async () =>
  sceneOf(
    await indexOf(
      yard({ expectInside: true, dwellSeconds: 60 }),
      yard({
        id: 'gate',
        shape: {
          type: 'corridor',
          path: [
            { lat: -0.01, lon: 0 },
            { lat: 0.01, lon: 0 },
          ],
          widthMetres: 20,
        },
      }),
      yard({
        id: 'high',
        altitude: { minMetres: 100 },
        speedLimit: 5,
        debounce: { marginMetres: 0, enterSeconds: 0, exitSeconds: 0 },
      }),
      yard({
        id: 'night',
        expectInside: true,
        activeTimes: [
          { start: '2026-01-01T20:00', durationMinutes: 600, rule: 'FREQ=DAILY', timeZone: 'Europe/Lisbon' },
        ],
      }),
    ),
  );

describe('whatever a vehicle does', () => {
  it('visits and absences begin and end in turn, in the order of time', async () => {
    const given = await scene();
    fc.assert(
      fc.property(journey, (fixes) => {
        const { facts } = drive(given, fixes);
        const open = new Map<string, number>();
        for (const fact of facts) {
          if (fact.type === 'visit-began' || fact.type === 'absence-began') {
            const key = `${fact.type}|${fact.fenceId}`;
            expect(open.has(key)).toBe(false);
            open.set(key, fact.at);
          }
          if (fact.type === 'visit-ended') {
            const key = `visit-began|${fact.fenceId}`;
            expect(open.get(key)).toBe(fact.enteredAt);
            expect(fact.at).toBeGreaterThanOrEqual(fact.enteredAt);
            open.delete(key);
          }
          if (fact.type === 'absence-ended') {
            const key = `absence-began|${fact.fenceId}`;
            expect(open.get(key)).toBe(fact.beganAt);
            open.delete(key);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a visit is told to be long once, after it began and before it ended', async () => {
    const given = await scene();
    fc.assert(
      fc.property(journey, (fixes) => {
        const visits = Map.groupBy(drive(given, fixes).facts, ({ id }) => id);
        for (const [, facts] of visits) {
          const types = facts.map(({ type }) => type).join(' ');
          expect(types).toMatch(
            /^(visit-began( visit-dwelled)?( visit-ended)?|fence-crossed|absence-began( absence-ended)?)$/,
          );
          const [last] = facts.filter(({ type }) => type === 'visit-ended');
          if (last?.type === 'visit-ended') expect(last.dwelled).toBe(types.includes('dwelled'));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('running it again from any point, from what was stored there, finds the same', async () => {
    const [given, again] = [await scene(), await scene()];
    fc.assert(
      fc.property(journey, fc.nat(), (fixes, cut) => {
        const whole = drive(given, fixes);
        const at = cut % fixes.length;
        const first = drive(again, fixes.slice(0, at));
        const stored = JSON.parse(JSON.stringify(first));
        const second = drive(again, fixes.slice(at), { ...stored, facts: first.facts });
        expect(second.facts).toEqual(whole.facts);
        expect(second.memory).toEqual(whole.memory);
      }),
      { numRuns: 200 },
    );
  });

  it('what it may be wrong by makes no difference', async () => {
    const index = await indexOf(yard());
    const noise = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(noise, { minLength: 2, maxLength: 200 }), fc.constantFrom(0, 1_000), (noises, edge) => {
        const fixes = noises.map((metres, n) => fix(10 * n, edge + metres, parked));
        const { facts } = drive(sceneOf(index), fixes);
        // Whether one stands on this side of the edge or that nobody can say; but one does not go to and fro.
        expect(facts.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});
