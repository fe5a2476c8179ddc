import fc from 'fast-check';
import { fenceIndex } from '../../../functions/geofences/use-cases.ts';
import { arrivalsOf } from '../../../functions/telemetry/arrivals.ts';
import type { ReceivedFix } from '../../../functions/telemetry/fix.ts';
import type { HistoryPorts } from '../../../functions/telemetry/history.ts';
import { type FixMessage, pack, unpack } from '../../../functions/telemetry/messages.ts';
import type { VehicleMemory } from '../../../functions/telemetry/pipeline/pipeline.ts';
import { type Round, roundOf, type Scenes } from '../../../functions/telemetry/round.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import { anyFix, fixAt, NOON } from './fixes.ts';

/** One message: what a vehicle sent at once. */
const message = (vehicleId: string, ...fixes: ReceivedFix[]): FixMessage => ({
  receivedAt: fixes[0]?.receivedAt ?? 0,
  fixes: fixes.map((fix) => pack(vehicleId, fix, 0)),
  devices: ['dev_1'],
});

const secondsOf = (fixes: readonly ReceivedFix[] = []) => fixes.map(({ at }) => (at - NOON) / 1_000);
const later = { receivedAt: NOON + 7_200_000 };

const KEPT = { pending: [], devices: {} };
const TAKEN = { tenantId: 'ten_acme', shard: 0 };

/** What a drain makes of messages, as if they were in their queue one after the other. */
const digest = async (
  vehicles: Readonly<Record<string, VehicleMemory>>,
  messages: readonly FixMessage[],
  ports: HistoryPorts = {
    history: memoryDocuments(['tenantId', 'vehicleId', 'day']),
    live: memoryDocuments(['tenantId', 'shard']),
  },
): Promise<Round> => {
  const received = messages.map((body, index) => ({ body, sequenceNumber: String(index), enqueuedAt: new Date(NOON) }));
  const scenes: Scenes = (vehicleId, told) => ({ vehicleId, fences: fenceIndex(), ...told });
  return roundOf(ports, TAKEN, { ...KEPT, vehicles }, arrivalsOf(received), scenes);
};

describe('what a drain finds', () => {
  it("makes the newest fix the vehicle's latest state and keeps all of them", async () => {
    const { vehicles, kept } = await digest({}, [message('veh_1', fixAt(1), fixAt(2)), message('veh_1', fixAt(3))]);
    expect(vehicles.veh_1?.latest).toEqual(fixAt(3));
    expect(secondsOf(kept.get('veh_1'))).toEqual([1, 2, 3]);
  });

  it('is sorted by vehicle', async () => {
    const { vehicles, kept } = await digest({}, [message('veh_1', fixAt(1)), message('veh_2', fixAt(9))]);
    expect([...kept.keys()]).toEqual(['veh_1', 'veh_2']);
    expect(vehicles).toMatchObject({ veh_1: { latest: fixAt(1) }, veh_2: { latest: fixAt(9) } });
  });

  it('is put in order when a phone sends its newest fix first', async () => {
    const { vehicles, kept } = await digest({}, [message('veh_1', fixAt(3), fixAt(1)), message('veh_1', fixAt(2))]);
    expect(secondsOf(kept.get('veh_1'))).toEqual([1, 2, 3]);
    expect(vehicles.veh_1?.latest).toEqual(fixAt(3));
  });

  it('is kept once when it was sent twice; the first report is believed, and the other one counted', async () => {
    const { vehicles, kept, devices } = await digest({}, [
      message('veh_1', fixAt(1, { lat: 49.1 })),
      message('veh_1', fixAt(1, { lat: 49.2, ...later })),
    ]);
    expect(kept.get('veh_1')).toEqual([fixAt(1, { lat: 49.1 })]);
    expect(vehicles.veh_1).toMatchObject({ latest: { lat: 49.1 } });
    expect(devices).toMatchObject({ dev_1: { accepted: 1, drops: { duplicate: 1 } } });
  });

  it('leaves the state of other vehicles alone', async () => {
    const { vehicles } = await digest({}, [message('veh_9', fixAt(5))]);
    expect((await digest(vehicles, [message('veh_1', fixAt(1))])).vehicles.veh_9).toEqual(vehicles.veh_9);
  });

  it('has a checkpoint before the first fix of each day', async () => {
    const DAY = 86_400;
    const nextDay = { receivedAt: NOON + 2 * DAY * 1_000 };
    const { checkpoints } = await digest({}, [
      message('veh_1', fixAt(1), fixAt(2)),
      message('veh_1', fixAt(DAY, nextDay), fixAt(DAY + 1, nextDay)),
    ]);
    expect(checkpoints).toMatchObject([
      { day: '2026-03-02', memory: null },
      { day: '2026-03-03', memory: { latest: fixAt(2) } },
    ]);
  });
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
