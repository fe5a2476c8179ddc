import type { Attributes } from '../contract.ts';
import { AttributeBag } from '../protocols/wire/attribute-bag.ts';
import { DM1, faultCode, readDm1 } from './dm1.ts';
import { dtcText, readDtcs } from './dtc.ts';
import { groupOf, readGroup } from './j1939.ts';
import { readService01 } from './service-01.ts';

/** What one answer or frame says. */
interface Said {
  readonly values?: Attributes;
  /** The trouble codes that there are; absent when it is not about them. */
  readonly codes?: readonly string[];
}

const HEX = /^(?:[0-9a-f]{2})+$/i;
/** As `candump` writes it; some leave out the zero in front. */
const FRAME = /^([01]?[0-9a-f]{7})#((?:[0-9a-f]{2})+)$/i;
const BETWEEN = /[;\r\n]+/;

const readAnswer = (text: string): Said | undefined => {
  if (!HEX.test(text)) return undefined;
  const answer = Buffer.from(text, 'hex');
  const values = readService01(answer);
  if (values) return { values };
  const codes = readDtcs(answer);
  return codes && { codes };
};

const readFaults = (data: Buffer): Said | undefined => {
  const read = readDm1(data);
  if (!read) return undefined;
  const lamps = Object.entries(read.lamps).map(([lamp, isLit]) => [
    lamp === 'malfunction' ? 'engineLamp' : `${lamp}Lamp`,
    isLit,
  ]);
  return { values: Object.fromEntries(lamps), codes: read.faults.map(faultCode) };
};

const readFrame = (text: string): Said | undefined => {
  const [, identifier, digits] = FRAME.exec(text) ?? [];
  if (identifier === undefined || digits === undefined) return undefined;
  const group = groupOf(Number.parseInt(identifier, 16));
  const data = Buffer.from(digits, 'hex');
  if (group === DM1) return readFaults(data);
  const values = readGroup(group, data);
  return values && { values };
};

type Value = Attributes[string];

/** Several control units answer: a lamp is lit when one of them lights it, there are as many codes as one counts. Of other values the later is the newer. */
const joined = (name: string, known: Value | undefined, value: Value): Value => {
  if (known === true) return true;
  return name === 'dtcCount' && typeof known === 'number' ? Math.max(known, Number(value)) : value;
};

/** Everything the bus of a vehicle says in one fix. */
class BusData {
  readonly #values = new Map<string, Value>();
  readonly #codes = new Set<string>();
  #isAboutCodes = false;

  /** @returns the parts that say nothing we understand, as they were. Digits alone have become a number on the way. */
  add(raw: Value, read: (text: string) => Said | undefined): string {
    const unread = String(raw)
      .split(BETWEEN)
      .filter((part) => {
        const text = part.replace(/\s+/g, '');
        const said = text === '' ? {} : read(text);
        if (said) this.#note(said);
        return !said;
      });
    return unread.map((part) => part.trim()).join(';');
  }

  #note({ values = {}, codes }: Said): void {
    for (const [name, value] of Object.entries(values))
      this.#values.set(name, joined(name, this.#values.get(name), value));
    if (!codes) return;
    this.#isAboutCodes = true;
    for (const code of codes) this.#codes.add(code);
  }

  get all(): ReadonlyMap<string, Value> {
    const dtcs = dtcText(this.#codes);
    if (dtcs !== undefined) return new Map([['dtcs', dtcs], ...this.#values]);
    return this.#isAboutCodes ? new Map([['dtcCount', 0], ...this.#values]) : this.#values;
  }
}

/**
 * Puts what the vehicle's bus says in the place of its raw data: `obd`, answers to the OBD-II services 01, 03, 07 and 0A in hexadecimal, and `j1939`, frames such as
 * `18FEEE00#7DFFFFFFFFFFFFFF` (identifier of 29 bits, data of any length: put together already), each separated by `;`. What the sender says in attributes of
 * their own stands. What could not be read stays where it was, as far as a text attribute has room. The same object when there is no raw data, which is the usual case.
 */
export const withBusData = (attributes: Attributes): Attributes => {
  if (attributes.obd === undefined && attributes.j1939 === undefined) return attributes;
  const { obd = '', j1939 = '', ...own } = attributes;
  const data = new BusData();
  const unread = { obd: data.add(obd, readAnswer), j1939: data.add(j1939, readFrame) };
  const bag = new AttributeBag();
  for (const [name, value] of Object.entries(own)) bag.put(name, value);
  for (const [name, value] of data.all) if (!bag.has(name)) bag.put(name, value);
  for (const [name, text] of Object.entries(unread)) bag.put(name, text);
  return bag.all ?? {};
};
