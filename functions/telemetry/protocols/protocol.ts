import type { Issue } from '../../../shared/kernel/errors.ts';
import type { DropReason } from '../contract.ts';
import type { Fix } from '../fix.ts';
import { gl200 } from './gl200.ts';
import { gps103 } from './gps103.ts';
import { gt06 } from './gt06.ts';
import { h02 } from './h02.ts';
import { nmea } from './nmea.ts';
import { osmand, traccar } from './osmand-protocol.ts';
import { teltonika } from './teltonika.ts';
import { wialon } from './wialon.ts';

/** One thing a message said: a fix of a device, or why there is none. */
export type Reading =
  | { readonly deviceId?: string; readonly fix: Fix }
  | { readonly deviceId?: string; readonly reason: DropReason; readonly issue: Issue };

/** What came of one message. */
export interface Message {
  /** Who the device says it is; the last one to say so, when several speak. Absent when some of what is said could be of yet another. */
  readonly deviceId?: string;
  readonly readings: readonly Reading[];
  /** What the device expects to hear: an acknowledgement. */
  readonly answer?: Buffer | string;
}

/** A language that devices speak. A message may hold several frames, one after another; a bad one costs only itself. */
export interface Protocol {
  readonly name: string;
  readonly kind: 'binary' | 'text';
  /** Never throws, whatever the bytes. `now` is when they arrived, in milliseconds since 1970. */
  read(bytes: Buffer, now: number): Message;
}

/** Every protocol by its name. */
export const protocols: ReadonlyMap<string, Protocol> = new Map(
  [teltonika, gps103, gt06, h02, gl200, nmea, wialon, osmand, traccar].map((protocol) => [protocol.name, protocol]),
);
