import { countryOf } from './countries.ts';
import type { VinCheck } from './details/contract.ts';

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Letters count 1 to 9 in three rows: A-H, J-R, S-Z. I, O and Q are left out, and S begins with 2. */
const VALUES = new Map([
  ...[...'0123456789'].map((digit) => [digit, Number(digit)] as const),
  ...[...'ABCDEFGH'].map((letter, index) => [letter, index + 1] as const),
  ...([
    ['J', 1],
    ['K', 2],
    ['L', 3],
    ['M', 4],
    ['N', 5],
    ['P', 7],
    ['R', 9],
  ] as const),
  ...[...'STUVWXYZ'].map((letter, index) => [letter, index + 2] as const),
]);

/** The ninth character as 49 CFR 565.15(c) computes it: the weighted sum modulo 11, with X for ten. */
export const checkDigitOf = (vin: string): string => {
  const sum = [...vin].reduce((total, letter, index) => total + (VALUES.get(letter) ?? 0) * (WEIGHTS[index] ?? 0), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
};

const NORTH_AMERICA: ReadonlySet<string | undefined> = new Set(['US', 'CA', 'MX']);

/** North America (49 CFR 565) and China (GB 16735) require it. Elsewhere the ninth character is the maker's own. */
const requiresCheck = (vin: string): boolean => {
  const country = countryOf(vin);
  return NORTH_AMERICA.has(country) || country === 'CN';
};

/** What the check digit says of a well-formed VIN. Where nobody requires it, one that fits may do so by chance. */
export const vinCheckOf = (vin: string): VinCheck => {
  if (!requiresCheck(vin)) return 'not-used';
  return checkDigitOf(vin) === vin[8] ? 'valid' : 'invalid';
};

const YEAR_CODES = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const FIRST_YEAR = 1980;

/**
 * The model years a VIN may stand for, newest first. Only in North America is the tenth character the model year for certain, and
 * even there it repeats after 30 years: both are told unless one of them lies ahead of `thisYear` by more than one.
 */
export const modelYearsOf = (vin: string, thisYear: number): number[] => {
  if (!NORTH_AMERICA.has(countryOf(vin))) return [];
  const index = YEAR_CODES.indexOf(vin[9] ?? '');
  const first = FIRST_YEAR + index;
  const cycles = Math.floor((thisYear + 1 - first) / YEAR_CODES.length);
  return index < 0
    ? []
    : Array.from({ length: cycles + 1 }, (_, cycle) => first + (cycles - cycle) * YEAR_CODES.length);
};
