/** The group of active trouble codes: SAE J1939-73, diagnostic message 1. */
export const DM1 = 65_226;

/** A trouble code of a heavy vehicle. */
export interface J1939Fault {
  /** What is wrong: the number of the suspect parameter. */
  readonly spn: number;
  /** How it is wrong: the failure mode, 0 to 31. */
  readonly fmi: number;
  /** How often it has been; absent when the vehicle does not count. */
  readonly occurrences?: number;
}

export interface Dm1 {
  /** Each lamp: lit or not; absent when the vehicle does not have it. */
  readonly lamps: Readonly<Partial<Record<Lamp, boolean>>>;
  readonly faults: readonly J1939Fault[];
}

/** Emissions, stop at once, warning, not of the electronics: from the upper bits to the lower. */
const LAMPS = ['malfunction', 'stop', 'warning', 'protect'] as const;
type Lamp = (typeof LAMPS)[number];

const HEADER_BYTES = 2;
const FAULT_BYTES = 4;
const NOT_COUNTED = 127;
const NO_FAULTS: readonly number[] = [0x0000_0000, 0xffff_ffff];

const lampsOf = (status: number): Dm1['lamps'] => {
  const states = LAMPS.map((lamp, index): [Lamp, number] => [lamp, (status >> (6 - 2 * index)) & 3]);
  return Object.fromEntries(states.filter(([, state]) => state <= 1).map(([lamp, state]) => [lamp, state === 1]));
};

/** The fault in four bytes, in the order that all but the oldest vehicles use (conversion method 0). */
const faultOf = (data: Buffer, start: number): J1939Fault => {
  const third = data.readUInt8(start + 2);
  const occurrences = data.readUInt8(start + 3) & 0x7f;
  return {
    spn: data.readUInt16LE(start) | ((third >> 5) << 16),
    fmi: third & 0x1f,
    ...(occurrences !== NOT_COUNTED && { occurrences }),
  };
};

/** Lamps and active faults. Undefined when there are not even lamps. */
export const readDm1 = (data: Buffer): Dm1 | undefined => {
  if (data.length < HEADER_BYTES) return undefined;
  const faults: J1939Fault[] = [];
  for (let start = HEADER_BYTES; start + FAULT_BYTES <= data.length; start += FAULT_BYTES)
    if (!NO_FAULTS.includes(data.readUInt32LE(start))) faults.push(faultOf(data, start));
  return { lamps: lampsOf(data.readUInt8(0)), faults };
};

/** As the attribute `dtcs` writes it: `SPN110/FMI0`. */
export const faultCode = ({ spn, fmi }: J1939Fault): string => `SPN${spn}/FMI${fmi}`;
