import { formatDistance } from '../../lib/format.ts';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

type Attributes = Readonly<Record<string, unknown>>;

const asNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

const percent = (value: number): string => `${Math.round(value)} %`;

/** What we know how to name; each reads its attribute, in the order a dispatcher asks. */
const KNOWN: readonly (readonly [name: string, label: string, read: (value: unknown) => string | undefined])[] = [
  ['ignition', 'Ignition', (value) => (typeof value === 'boolean' ? (value ? 'On' : 'Off') : undefined)],
  ['charging', 'Charging', (value) => (typeof value === 'boolean' ? (value ? 'Yes' : 'No') : undefined)],
  ['fuelLevel', 'Fuel', (value) => (asNumber(value) !== undefined ? percent(Number(value)) : undefined)],
  ['batteryLevel', 'Battery', (value) => (asNumber(value) !== undefined ? percent(Number(value)) : undefined)],
  ['odometer', 'Odometer', (value) => (asNumber(value) !== undefined ? formatDistance(Number(value)) : undefined)],
];

const labelOf = (name: string): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const plainValue = (value: unknown): string | undefined => {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number' && Number.isFinite(value))
    return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value);
  return typeof value === 'string' && value ? value : undefined;
};

/** The attributes of a fix as facts to read: the known ones first, then whatever else the device sends, by name. */
export const attributeFacts = (attributes: Attributes | undefined): readonly Fact[] => {
  if (!attributes) return [];
  const known = KNOWN.flatMap(([name, label, read]) => {
    const value = read(attributes[name]);
    return value === undefined ? [] : [{ label, value }];
  });
  const others = Object.keys(attributes)
    .filter((name) => !KNOWN.some(([knownName]) => knownName === name))
    .sort()
    .flatMap((name) => {
      const value = plainValue(attributes[name]);
      return value === undefined ? [] : [{ label: labelOf(name), value }];
    });
  return [...known, ...others];
};
