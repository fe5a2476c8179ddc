import { compileFences } from '../../../../functions/geofences/compile.ts';
import type { Shape } from '../../../../functions/geofences/contract.ts';
import type { FenceRule } from '../../../../functions/geofences/fence.ts';
import type { FenceIndex } from '../../../../functions/geofences/fence-index.ts';
import type { FenceScene } from '../../../../functions/telemetry/pipeline/geofences.ts';
import { fencesStart } from '../../../../functions/telemetry/pipeline/geofences.ts';
import { METRES_PER_DEGREE } from '../../../../shared/kernel/earth.ts';
import { drive, driving, eventsOf, fix, fresh, indexOf, parked, sceneOf, told, YARD, yard } from './fence-drives.ts';

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
