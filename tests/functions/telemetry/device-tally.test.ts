import fc from 'fast-check';
import { clockOffsetOf, type DeviceTally, type Heard, tallied } from '../../../functions/telemetry/device-tally.ts';
import { NOON } from './fixes.ts';

const heard = (minute: number, more: Partial<Heard> = {}): Heard => ({
  ...{ receivedAt: NOON + minute * 60_000, accepted: 0, late: 0 },
  ...more,
});
const tallyOf = (...all: readonly Heard[]) =>
  all.reduce<DeviceTally | undefined>((tally, one) => tallied(tally, one), undefined);

describe('the tally of a device', () => {
  it('counts what was kept, what was late and what was dropped by its reason', () =>
    expect(
      tallyOf(
        heard(0, { accepted: 3, drops: [['zero', 2]] }),
        heard(1, { accepted: 1, late: 1, fixAt: NOON, drops: [['zero', 1]] }),
        heard(2, { drops: [['future', 4]] }),
      ),
    ).toEqual({
      ...{ accepted: 4, late: 1, drops: { zero: 3, future: 4 } },
      ...{ since: NOON, heardAt: NOON + 120_000, fixAt: NOON },
    }));

  it('remembers the newest fix, whichever comes last', () =>
    expect(tallyOf(heard(0, { fixAt: NOON }), heard(1, { fixAt: NOON - 60_000 }))?.fixAt).toBe(NOON));

  it('takes the quickest fix for the clock of the device', () => {
    const tally = tallyOf(heard(0, { lag: 90_000 }), heard(1, { lag: -2_000 }), heard(2, { lag: 3_600_000 }));
    expect(tally && clockOffsetOf(tally)).toBe(2_000);
  });

  it('forgets by and by what the clock was like before it was set', () => {
    const before = heard(0, { lag: -120_000 });
    const after = [heard(61, { lag: 500 }), heard(122, { lag: 700 })];
    const offsets = [1, 2].map((hours) => {
      const tally = tallyOf(before, ...after.slice(0, hours));
      return tally && clockOffsetOf(tally);
    });
    expect(offsets).toEqual([120_000, -500]);
  });

  it('says nothing of the clock of a device that has only sent what cannot be used', () => {
    const tally = tallyOf(heard(0, { drops: [['malformed', 1]] }));
    expect(tally).toEqual({ accepted: 0, late: 0, drops: { malformed: 1 }, since: NOON, heardAt: NOON });
    expect(tally && clockOffsetOf(tally)).toBeUndefined();
  });

  it('is the same from one round as from several, but for the clock', () => {
    const rounds = fc.array(
      fc.record({
        receivedAt: fc.integer({ min: NOON, max: NOON + 86_400_000 }),
        accepted: fc.nat(5_000),
        late: fc.nat(10),
        fixAt: fc.integer({ min: 0, max: NOON }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(rounds, (all) => {
        expect(tallyOf(...all)).toEqual(tallyOf(...all.toReversed()));
        expect(tallyOf(...all)?.accepted).toBe(all.reduce((sum, { accepted }) => sum + accepted, 0));
      }),
    );
  });

  it('is small, however much was dropped', () => {
    const tally = tallyOf(
      heard(0, {
        accepted: 1_000_000,
        fixAt: NOON,
        lag: 12_345,
        drops: [
          ['malformed', 1_000],
          ['zero', 1_000],
        ],
      }),
    );
    expect(JSON.stringify(tally).length).toBeLessThan(220);
  });
});
