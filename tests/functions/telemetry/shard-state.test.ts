import fc from 'fast-check';
import type { ReceivedFix } from '../../../functions/telemetry/fix.ts';
import { type FixMessage, pack, unpack } from '../../../functions/telemetry/messages.ts';
import { digest } from '../../../functions/telemetry/shard-state.ts';
import { anyFix, fixAt, NOON } from './fixes.ts';

/** One message: what a vehicle sent at once. */
const message = (vehicleId: string, ...fixes: ReceivedFix[]): FixMessage => ({
  receivedAt: fixes[0]?.receivedAt ?? 0,
  fixes: fixes.map((fix) => pack(vehicleId, fix, 0)),
  devices: ['dev_1'],
});

const secondsOf = (fixes: readonly ReceivedFix[] = []) => fixes.map(({ at }) => (at - NOON) / 1_000);
const later = { receivedAt: NOON + 7_200_000 };

describe('what a drain finds', () => {
  it("makes the newest fix the vehicle's latest state and keeps all of them", () => {
    const { vehicles, kept } = digest({}, [message('veh_1', fixAt(1), fixAt(2)), message('veh_1', fixAt(3))]);
    expect(vehicles.veh_1).toEqual(fixAt(3));
    expect(secondsOf(kept.get('veh_1'))).toEqual([1, 2, 3]);
  });

  it('is sorted by vehicle', () => {
    const { vehicles, kept } = digest({}, [message('veh_1', fixAt(1)), message('veh_2', fixAt(9))]);
    expect([...kept.keys()]).toEqual(['veh_1', 'veh_2']);
    expect(vehicles).toEqual({ veh_1: fixAt(1), veh_2: fixAt(9) });
  });

  it('is put in order when a phone sends its newest fix first', () => {
    const { vehicles, kept } = digest({}, [message('veh_1', fixAt(3), fixAt(1)), message('veh_1', fixAt(2))]);
    expect(secondsOf(kept.get('veh_1'))).toEqual([1, 2, 3]);
    expect(vehicles.veh_1).toEqual(fixAt(3));
  });

  it('goes to history alone when it is older than what is known', () => {
    const { vehicles, kept } = digest({ veh_1: fixAt(9) }, [message('veh_1', fixAt(1))]);
    expect(vehicles.veh_1).toEqual(fixAt(9));
    expect(secondsOf(kept.get('veh_1'))).toEqual([1]);
  });

  it('is kept once when it was sent twice; the first report is believed', () => {
    const { vehicles, kept } = digest({}, [
      message('veh_1', fixAt(1, { lat: 1 })),
      message('veh_1', fixAt(1, { lat: 2, ...later })),
    ]);
    expect(kept.get('veh_1')).toEqual([fixAt(1, { lat: 1 })]);
    expect(vehicles.veh_1).toMatchObject({ lat: 1 });
  });

  it('is nothing when a parked vehicle sends its latest fix again', () =>
    expect(digest({ veh_1: fixAt(1) }, [message('veh_1', fixAt(1, later))]).kept.size).toBe(0));

  it('leaves the state of other vehicles alone', () =>
    expect(digest({ veh_9: fixAt(5) }, [message('veh_1', fixAt(1))]).vehicles.veh_9).toEqual(fixAt(5)));
});

describe('a round that is repeated', () => {
  it('keeps all it kept before: its segment is written again and must not lose the newest fix', () => {
    const round = [message('veh_1', fixAt(1), fixAt(2)), message('veh_2', fixAt(1))];
    const first = digest({}, round);
    expect(digest(first.vehicles, round)).toEqual(first);
  });
});

describe('messages in whatever order, as often as they like', () => {
  const messages = fc
    .array(
      fc.record({
        vehicleId: fc.constantFrom('veh_1', 'veh_2'),
        fixes: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((some) => some.map(({ vehicleId, fixes }) => message(vehicleId, ...fixes.map((second) => fixAt(second)))));

  const instantsOf = (kept: ReadonlyMap<string, readonly ReceivedFix[]>) =>
    Object.fromEntries([...kept].sort().map(([vehicleId, fixes]) => [vehicleId, secondsOf(fixes)]));

  it('lead to the same latest state and the same instants', () =>
    fc.assert(
      fc.property(
        messages.chain((some) =>
          fc.tuple(
            fc.constant(some),
            fc.array(fc.constantFrom(...some)),
            fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
          ),
        ),
        ([some, repeated, order]) => {
          const shuffled = [...some, ...repeated]
            .map((one, index) => [order[index % order.length] ?? 0, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
          const [one, other] = [digest({}, some), digest({}, shuffled)];
          expect(other.vehicles).toEqual(one.vehicles);
          expect(instantsOf(other.kept)).toEqual(instantsOf(one.kept));
        },
      ),
    ));

  it('lead to the same latest state however they are cut into rounds', () =>
    fc.assert(
      fc.property(messages, fc.nat(8), (some, cut) => {
        const first = digest({}, some.slice(0, cut));
        expect(digest(first.vehicles, some.slice(cut)).vehicles).toEqual(digest({}, some).vehicles);
      }),
    ));
});

describe('a packed fix', () => {
  it('is the same fix again, after its way through the broker', () =>
    fc.assert(
      fc.property(anyFix(fc.integer({ min: 0, max: NOON })), (fix) => {
        const [packed] = JSON.parse(JSON.stringify([pack('veh_1', fix, 0)])) as [ReturnType<typeof pack>];
        expect(unpack(packed, fix.receivedAt)).toEqual(fix);
      }),
    ));
});
