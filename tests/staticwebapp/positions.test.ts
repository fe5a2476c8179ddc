import type { Position } from '../../staticwebapp/src/lib/fleet/contract.ts';
import {
  createMoveBatch,
  movedVehicles,
  snapshotOf,
  withPositions,
} from '../../staticwebapp/src/lib/fleet/positions.ts';

const fix = (vehicleId: string, second: number, lat = 52): Position => ({
  vehicleId,
  at: `2026-11-22T10:00:${String(second).padStart(2, '0')}Z`,
  receivedAt: '2026-11-22T10:01:00Z',
  lat,
  lon: 5,
});

test('the newest fix wins, in whatever order they come', () => {
  const known = withPositions(new Map(), [fix('a', 10)]);
  const after = withPositions(known, [fix('a', 12), fix('a', 11), fix('b', 1)]);
  expect(after.get('a')).toEqual(fix('a', 12));
  expect(after.get('b')).toEqual(fix('b', 1));
  expect(known.size).toBe(1);
});

test('old news leaves the very same map, so that nothing is drawn again', () => {
  const known = withPositions(new Map(), [fix('a', 10)]);
  expect(withPositions(known, [fix('a', 10), fix('a', 9)])).toBe(known);
});

test('instants are compared as time, whatever their fractions and zones', () => {
  const known = withPositions(new Map(), [{ ...fix('a', 0), at: '2026-11-22T10:00:01.500Z' }]);
  expect(withPositions(known, [{ ...fix('a', 0), at: '2026-11-22T10:00:01Z' }])).toBe(known);
  expect(withPositions(known, [{ ...fix('a', 0), at: '2026-11-22T11:00:02+01:00' }])).not.toBe(known);
});

test('a snapshot does not undo what the live channel said since, and forgets who is gone', () => {
  const known = withPositions(new Map(), [fix('a', 20), fix('gone', 20)]);
  const snapshot = snapshotOf([fix('a', 10), fix('b', 10)], known);
  expect([...snapshot.keys()]).toEqual(['a', 'b']);
  expect(snapshot.get('a')).toEqual(fix('a', 20));
});

test('whatever in a message is not a fix is left out', () => {
  const vehicles = [
    fix('a', 1),
    null,
    { vehicleId: 'b' },
    { ...fix('c', 1), lat: Number.NaN },
    { ...fix('d', 1), at: 'x' },
  ];
  expect(movedVehicles({ type: 'vehicles-moved', vehicles })).toEqual([fix('a', 1)]);
  expect(movedVehicles({ type: 'vehicles-moved' })).toEqual([]);
  expect(movedVehicles(null)).toEqual([]);
});

describe('a batch of moves', () => {
  const frames = () => {
    const due: (() => void)[] = [];
    const schedule = (callback: () => void) => {
      due.push(callback);
      return () => due.splice(due.indexOf(callback), 1);
    };
    return { schedule, due, next: () => due.shift()?.() };
  };

  test('is handed over once a frame, with only the newest fix of each vehicle', () => {
    const { schedule, next, due } = frames();
    const applied: (readonly Position[])[] = [];
    const batch = createMoveBatch(schedule, (moves) => applied.push(moves) > 0);
    batch.add([fix('a', 1), fix('b', 1)]);
    batch.add([fix('a', 3)]);
    batch.add([fix('a', 2)]);
    expect(due).toHaveLength(1);
    next();
    expect(applied).toEqual([[fix('a', 3), fix('b', 1)]]);
  });

  test('that cannot be applied yet is kept for the next one', () => {
    const { schedule, next } = frames();
    const applied: (readonly Position[])[] = [];
    let ready = false;
    const batch = createMoveBatch(schedule, (moves) => ready && applied.push(moves) > 0);
    batch.add([fix('a', 1)]);
    next();
    ready = true;
    batch.add([fix('b', 1)]);
    next();
    expect(applied).toEqual([[fix('a', 1), fix('b', 1)]]);
  });

  test('is not handed over after it was cancelled', () => {
    const { schedule, next } = frames();
    const apply = jest.fn(() => true);
    const batch = createMoveBatch(schedule, apply);
    batch.add([fix('a', 1)]);
    batch.cancel();
    next();
    expect(apply).not.toHaveBeenCalled();
  });
});
