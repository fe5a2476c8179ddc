import type { Attributes } from '../contract.ts';
import { PIDS } from './pids.ts';

/** The first byte of an answer to service 01, and of one to its snapshot, service 02. */
const ANSWER = 0x41;
const MONITOR_STATUS = 0x01;
const LAMP = 0x80;
/** Which parameters a vehicle has: a mask of four bytes, at every 32nd number. */
const isMask = (number: number) => number % 0x20 === 0;

/**
 * The values in an answer to service 01: `41`, then a number and its bytes, one after another (up to six on CAN), as attributes of a fix. Reading ends at a number
 * whose length is not known, and at a value that is cut off. Undefined when it is no such answer, or says nothing.
 */
export const readService01 = (answer: Buffer): Attributes | undefined => {
  if (answer[0] !== ANSWER) return undefined;
  const values = new Map<string, number | boolean>();
  let offset = 1;
  while (offset < answer.length) {
    const number = answer[offset] ?? 0;
    const known = PIDS.get(number);
    const bytes = number === MONITOR_STATUS || isMask(number) ? 4 : known?.bytes;
    const start = offset + 1;
    if (bytes === undefined || start + bytes > answer.length) break;
    if (known) values.set(known.name, known.decode(answer.readUIntBE(start, bytes)));
    if (number === MONITOR_STATUS) {
      const status = answer.readUInt8(start);
      values.set('engineLamp', (status & LAMP) !== 0);
      values.set('dtcCount', status & ~LAMP);
    }
    offset = start + bytes;
  }
  return values.size > 0 ? Object.fromEntries(values) : undefined;
};
