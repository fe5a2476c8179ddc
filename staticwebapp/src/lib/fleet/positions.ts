import type { Position } from './contract.ts';

/** The newest known fix of each vehicle, by vehicle id. */
export type Positions = ReadonlyMap<string, Position>;

/** Fixes arrive late and out of order over mobile networks, and twice over reconnects. */
export const isNewer = (next: Position, known: Position | undefined): boolean =>
  !known || Date.parse(next.at) > Date.parse(known.at);

/** The known fixes with newer ones put in; the same map when there was nothing new. */
export const withPositions = (known: Positions, incoming: Iterable<Position>): Positions => {
  let updated: Map<string, Position> | undefined;
  for (const next of incoming) {
    if (!isNewer(next, (updated ?? known).get(next.vehicleId))) continue;
    updated ??= new Map(known);
    updated.set(next.vehicleId, next);
  }
  return updated ?? known;
};

/** A fetched snapshot, except where the live channel has already told us something newer. */
export const snapshotOf = (fetched: readonly Position[], known: Positions | undefined): Positions =>
  new Map(
    fetched.map((position) => {
      const current = known?.get(position.vehicleId);
      return [position.vehicleId, current && isNewer(current, position) ? current : position];
    }),
  );

const isPosition = (value: unknown): value is Position => {
  if (typeof value !== 'object' || value === null) return false;
  const { vehicleId, at, lat, lon } = value as Partial<Record<keyof Position, unknown>>;
  return (
    typeof vehicleId === 'string' &&
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at)) &&
    Number.isFinite(lat) &&
    Number.isFinite(lon)
  );
};

/** The fixes of a `vehicles-moved` message; whatever is not a fix is left out. */
export const movedVehicles = (message: unknown): readonly Position[] => {
  const vehicles = (message as { vehicles?: unknown } | null)?.vehicles;
  return Array.isArray(vehicles) ? vehicles.filter(isPosition) : [];
};

export interface MoveBatch {
  add(positions: readonly Position[]): void;
  cancel(): void;
}

/**
 * Gathers moves and hands them over once per frame, only the newest of each vehicle.
 * @param schedule calls back at the next frame; answers with how to cancel
 * @param apply takes the batch; answers false when it cannot yet, and will be asked again with the next moves
 */
export const createMoveBatch = (
  schedule: (flush: () => void) => () => void,
  apply: (moves: readonly Position[]) => boolean,
): MoveBatch => {
  let pending: Positions = new Map();
  let cancel: (() => void) | undefined;
  const flush = () => {
    cancel = undefined;
    if (apply([...pending.values()])) pending = new Map();
  };
  return {
    add: (positions) => {
      pending = withPositions(pending, positions);
      cancel ??= schedule(flush);
    },
    cancel: () => {
      cancel?.();
      cancel = undefined;
    },
  };
};
