import { describeFault } from './describe-fault.ts';
import { isDtc } from './dtc.ts';
import { OTHER_TEXTS } from './other-texts.ts';
import { POWERTRAIN_TEXTS } from './powertrain-texts.ts';

const OXYGEN = ['circuit', 'signal low', 'signal high', 'answers too slowly', 'does not change', 'heater: circuit'];

/** Codes that count: the first of a row, how many there are, and what the one at an index says. */
type Family = readonly [first: number, count: number, text: (index: number) => string];

const FAMILIES: readonly Family[] = [
  // Six faults of each of three sensors, on each of two banks.
  [0x130, 18, (index) => `Oxygen sensor, bank 1 sensor ${Math.floor(index / 6) + 1}: ${OXYGEN[index % 6]}`],
  [0x150, 18, (index) => `Oxygen sensor, bank 2 sensor ${Math.floor(index / 6) + 1}: ${OXYGEN[index % 6]}`],
  [0x201, 12, (index) => `Injector of cylinder ${index + 1}: circuit`],
  [0x301, 12, (index) => `Misfire in cylinder ${index + 1}`],
  [0x351, 12, (index) => `Ignition coil ${String.fromCharCode(65 + index)}: circuit`],
  [0x671, 8, (index) => `Glow plug of cylinder ${index + 1}: circuit`],
];

/** The digits of a code count like decimal ones: `P0309` is followed by `P0310`. */
const decimalOf = (digits: number): number => Number(digits.toString(16));

const inFamily = (code: string): string | undefined => {
  if (!/^P0\d{3}$/.test(code)) return undefined;
  const number = Number(code.slice(1));
  for (const [first, count, text] of FAMILIES) {
    const index = number - decimalOf(first);
    if (index >= 0 && index < count) return text(index);
  }
  return undefined;
};

const SUBSYSTEMS: Readonly<Record<string, string>> = {
  0: 'Fuel, air and emissions',
  1: 'Fuel and air',
  2: 'Fuel and air: injectors',
  3: 'Ignition or misfire',
  4: 'Emission control',
  5: 'Speed, idling and other inputs',
  6: 'Control unit and its outputs',
  7: 'Gearbox',
  8: 'Gearbox',
  9: 'Gearbox',
};
const SYSTEMS: Readonly<Record<string, string>> = { P: 'Engine or drive', B: 'Body', C: 'Chassis', U: 'Network' };

/** Whose code it is: those whose second character is 1 are a maker's own, and so are some others. */
const isOfMaker = (code: string): boolean =>
  code[1] === '1' || (code[1] === '2' && code[0] !== 'P') || /^P3[0-3]/.test(code);

const generic = (code: string): string => {
  const system = code.startsWith('P') ? (SUBSYSTEMS[code[2] ?? ''] ?? 'Hybrid or electric drive') : undefined;
  const what = system ?? SYSTEMS[code[0] ?? ''] ?? '';
  return isOfMaker(code) ? `${what}: a code of the maker` : `${what}: fault`;
};

/**
 * What a trouble code is about, in a few words of our own: `P0301` and `SPN110/FMI0` alike. Codes that are not in the tables get their system and whether they are the
 * maker's own. Undefined for what is no code.
 */
export const describeDtc = (code: string): string | undefined => {
  if (!isDtc(code)) return undefined;
  return POWERTRAIN_TEXTS[code] ?? OTHER_TEXTS[code] ?? inFamily(code) ?? describeFault(code) ?? generic(code);
};
