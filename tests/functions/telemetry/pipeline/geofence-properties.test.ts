import fc from 'fast-check';
import { drive, fix, indexOf, parked, sceneOf, yard } from './fence-drives.ts';

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
