import type { Arrival } from './arrivals.ts';
import { beginsDay, type Checkpoint, checkpointFor, MAX_LATE_DAYS } from './checkpoints.ts';
import type { DropReason } from './contract.ts';
import type { Fact, Told } from './facts.ts';
import type { ReceivedFix } from './fix.ts';
import { DAY_MS, dayOf, type HistoryPorts, readHistory } from './history.ts';
import { advance, type Scene, type VehicleMemory } from './pipeline/pipeline.ts';
import type { Segment } from './segments.ts';
import { purely } from './unprocessable.ts';

/** More fixes than a week at one a second has are not gone through again. */
const MAX_FIXES = 650_000;

/** A vehicle, and what is known of it. */
export interface Known {
  readonly tenantId: string;
  readonly vehicleId: string;
  readonly shard: number;
  readonly pending: readonly Segment[];
  readonly memory: VehicleMemory;
}

/** What late fixes have changed. */
export interface Rederived {
  readonly memory: VehicleMemory;
  readonly told: readonly Told[];
  /** Later days begin otherwise than was known. */
  readonly checkpoints: readonly Checkpoint[];
  /** The late ones that are believed, oldest first: they are history now. */
  readonly kept: readonly Arrival[];
  readonly drops: readonly LateDrop[];
}

interface LateDrop extends Arrival {
  readonly reason: DropReason;
}

interface Run {
  readonly memory: VehicleMemory | undefined;
  readonly facts: readonly Fact[];
  readonly checkpoints: readonly Checkpoint[];
  readonly kept: ReadonlySet<ReceivedFix>;
  readonly dropped: ReadonlyMap<ReceivedFix, DropReason>;
}

type SceneFor = (told: Pick<Scene, 'tell' | 'drop'>) => Scene;

const run = (start: VehicleMemory | undefined, fixes: readonly ReceivedFix[], sceneFor: SceneFor): Run => {
  const facts: Fact[] = [];
  const checkpoints: Checkpoint[] = [];
  const kept = new Set<ReceivedFix>();
  const dropped = new Map<ReceivedFix, DropReason>();
  let current: ReceivedFix | undefined;
  const scene = sceneFor({
    tell: (fact) => facts.push(fact),
    drop: (reason) => current && dropped.set(current, reason),
  });
  let memory = start;
  for (const fix of fixes) {
    current = fix;
    const known = memory;
    memory = advance(known, fix, scene);
    if (memory?.latest !== fix) continue;
    kept.add(fix);
    if (beginsDay(known, fix.at))
      checkpoints.push({ vehicleId: scene.vehicleId, day: dayOf(fix.at), memory: known ?? null });
  }
  return { memory, facts, checkpoints, kept, dropped };
};

const keyOf = ({ type, id }: Fact) => `${type} ${id}`;

/** What of the facts is new, has changed, or was none. */
export const differences = (before: readonly Fact[], after: readonly Fact[]): Told[] => {
  const old = new Map(before.map((fact) => [keyOf(fact), fact]));
  const now = new Set(after.map(keyOf));
  return [
    ...before.filter((fact) => !now.has(keyOf(fact))).map((fact): Told => ({ change: 'withdrawn', fact })),
    ...after.flatMap((fact): Told[] => {
      const known = old.get(keyOf(fact));
      if (!known) return [{ change: 'found', fact }];
      return JSON.stringify(known) === JSON.stringify(fact) ? [] : [{ change: 'corrected', fact }];
    }),
  ];
};

const because = (reason: DropReason, arrivals: readonly Arrival[]): LateDrop[] =>
  arrivals.map((arrival) => ({ ...arrival, reason }));

/**
 * Takes fixes that came after later ones: goes through everything since the day of the first of them again, with them and without them, and tells in
 * what the two differ. What the rules of today would find without them is taken for what was found: where rules have changed meanwhile, only what the
 * late fixes change is corrected.
 * @param late oldest first, none later than the vehicle's latest
 */
export const rederived = async (
  ports: HistoryPorts,
  { tenantId, vehicleId, shard, pending, memory }: Known,
  late: readonly Arrival[],
  sceneFor: SceneFor,
): Promise<Rederived> => {
  const until = memory.latest.at;
  const earliest = until - MAX_LATE_DAYS * DAY_MS;
  const inTime = late.filter(({ fix }) => fix.at >= earliest);
  const tooLate = late.filter(({ fix }) => fix.at < earliest);
  const unchanged = { memory, told: [], checkpoints: [], kept: tooLate, drops: because('too-late', tooLate) };
  const first = inTime[0]?.fix.at;
  if (first === undefined) return unchanged;

  const start = await checkpointFor(ports, tenantId, vehicleId, first, until);
  const known = await readHistory(ports, tenantId, {
    vehicleId,
    shard,
    pending,
    from: start?.memory ? start.memory.latest.at + 1 : first - (first % DAY_MS),
    to: until + 1,
    limit: MAX_FIXES,
  });
  const instants = new Set(known.map(({ at }) => at));
  const fresh = inTime.filter(({ fix }) => !instants.has(fix.at));
  const repeated = because(
    'duplicate',
    inTime.filter(({ fix }) => instants.has(fix.at)),
  );
  const drops = [...unchanged.drops, ...repeated];
  if (fresh.length === 0) return { ...unchanged, drops };
  // Nothing to begin from, or too much to go through: they are kept, and change nothing that was found out.
  if (!start || known.length > MAX_FIXES)
    return { ...unchanged, kept: [...tooLate, ...fresh], drops: [...drops, ...because('too-late', fresh)] };

  const fixes = [...known, ...fresh.map(({ fix }) => fix)].sort((a, b) => a.at - b.at);
  const without = purely(() => run(start.memory ?? undefined, known, sceneFor));
  const together = purely(() => run(start.memory ?? undefined, fixes, sceneFor));
  const refused = fresh.flatMap((arrival): LateDrop[] => {
    const reason = together.dropped.get(arrival.fix);
    return reason ? [{ ...arrival, reason }] : [];
  });
  return {
    memory: together.memory ?? memory,
    told: differences(without.facts, together.facts),
    checkpoints: together.checkpoints,
    kept: [...tooLate, ...fresh.filter(({ fix }) => together.kept.has(fix))],
    drops: [...drops, ...refused],
  };
};
