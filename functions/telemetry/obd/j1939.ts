import type { Attributes } from '../contract.ts';

/** A suspect parameter: its number, where it lies in its group (first byte 0, little-endian), and what one step is. In our units. */
interface Parameter {
  readonly spn: number;
  readonly name: string;
  readonly start: number;
  readonly bytes: 1 | 2 | 4;
  readonly factor: number;
  readonly offset: number;
}

const KMH = 1 / 3.6;
const HOUR = 3_600;

const at = (
  spn: number,
  name: string,
  start: number,
  bytes: Parameter['bytes'],
  factor: number,
  offset = 0,
): Parameter => ({ spn, name, start, bytes, factor, offset });

/**
 * Groups and their parameters, as SAE J1939-71 lays them out and the FMS standard (https://www.fms-standard.com) takes them over. Temperatures are in °C, fuel in
 * millilitres, the rest as attributes of fixes are.
 */
const GROUPS: ReadonlyMap<number, readonly Parameter[]> = new Map([
  [61_443, [at(91, 'accelerator', 1, 1, 0.4), at(92, 'engineLoad', 2, 1, 1)]],
  [61_444, [at(190, 'rpm', 3, 2, 0.125)]],
  [65_110, [at(1761, 'dieselExhaustFluid', 0, 1, 0.4)]],
  [65_217, [at(917, 'odometer', 0, 4, 5), at(918, 'tripOdometer', 4, 4, 5)]],
  [65_248, [at(244, 'tripOdometer', 0, 4, 125), at(245, 'odometer', 4, 4, 125)]],
  [65_253, [at(247, 'engineSeconds', 0, 4, 0.05 * HOUR)]],
  [65_257, [at(250, 'fuelUsed', 4, 4, 500)]],
  [65_262, [at(110, 'coolant', 0, 1, 1, -40), at(175, 'oil', 2, 2, 1 / 32, -273)]],
  [65_263, [at(100, 'oilPressure', 3, 1, 4)]],
  [65_265, [at(84, 'vehicleSpeed', 1, 2, KMH / 256)]],
  [65_266, [at(183, 'fuelRate', 0, 2, 0.05)]],
  [65_269, [at(171, 'ambient', 3, 2, 1 / 32, -273)]],
  [65_271, [at(168, 'power', 4, 2, 0.05)]],
  [65_276, [at(96, 'fuelLevel', 1, 1, 0.4)]],
]);

/** The highest quarter of the last byte's values says that something is wrong with a parameter, or that there is none. */
const FIRST_SPECIAL = 0xfb;

const read = (data: Buffer, { start, bytes, factor, offset }: Parameter): number | undefined => {
  if (start + bytes > data.length) return undefined;
  if ((data[start + bytes - 1] ?? 0xff) >= FIRST_SPECIAL) return undefined;
  return Math.round((data.readUIntLE(start, bytes) * factor + offset) * 1e4) / 1e4;
};

/** What a parameter group says, as attributes of a fix. Undefined when the group is not known, or says nothing. */
export const readGroup = (pgn: number, data: Buffer): Attributes | undefined => {
  const values: [string, number][] = [];
  for (const parameter of GROUPS.get(pgn) ?? []) {
    const value = read(data, parameter);
    if (value !== undefined) values.push([parameter.name, value]);
  }
  return values.length > 0 ? Object.fromEntries(values) : undefined;
};

/** The group that an identifier of 29 bits carries. Those below 240 in the second byte are for one address, which is no part of the number. */
export const groupOf = (identifier: number): number => {
  const group = (identifier >>> 8) & 0x3ffff;
  return ((group >> 8) & 0xff) < 240 ? group & 0x3ff00 : group;
};
