export type VehicleKind = 'van' | 'truck' | 'car' | 'bus' | 'trailer' | 'other';

/** A vehicle as a fleet would enter it. */
export interface RosterEntry {
  readonly name: string;
  readonly plate: string;
  readonly kind: VehicleKind;
}

const MIX: readonly VehicleKind[] = ['van', 'truck', 'van', 'van', 'car', 'truck', 'van', 'bus', 'van', 'truck'];

/** The one vehicle nobody drives: it waits for a replay or somebody's phone. */
const FREE: RosterEntry = { name: 'Test vehicle', plate: 'WF-00-001', kind: 'van' };

/**
 * Names, plates and kinds for a fleet of `size` vehicles, the free 'Test vehicle' first. The same `series` always gives
 * the same roster; plates follow a scheme no country uses.
 */
export const rosterOf = (series: string, size: number): RosterEntry[] =>
  Array.from({ length: size }, (_, index) => (index === 0 ? FREE : entry(series, index + 1)));

const entry = (series: string, number: number): RosterEntry => {
  const kind = MIX[number % MIX.length] ?? 'other';
  const digits = String(number).padStart(2, '0');
  return {
    name: `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${digits}`,
    plate: `${series.slice(0, 2).toUpperCase()}-${digits}-${String((number * 379) % 1000).padStart(3, '0')}`,
    kind,
  };
};
