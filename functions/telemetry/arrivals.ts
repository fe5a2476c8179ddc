import type { Received } from '../../shared/messaging/bus.ts';
import type { DropReason } from './contract.ts';
import type { ReceivedFix } from './fix.ts';
import { type FixMessage, unpack } from './messages.ts';

export type Message = Received<FixMessage>;

/** A fix and the device that sent it. */
export interface Arrival {
  readonly deviceId: string;
  readonly fix: ReceivedFix;
}

/** What some messages bring. */
export interface Arrivals {
  /** Of each vehicle, oldest first; what came first stands first of those of one instant. */
  readonly byVehicle: ReadonlyMap<string, readonly Arrival[]>;
  /** What was dropped before it came here. */
  readonly drops: readonly {
    readonly deviceId: string;
    readonly reason: DropReason;
    readonly times: number;
    readonly receivedAt: number;
  }[];
}

const isLater = (number: string, than: string): boolean =>
  number.length === than.length ? number > than : number.length > than.length;

/** Those that are not in a state yet that has taken everything up to the message `done`. */
export const unseen = (messages: readonly Message[], done: string): readonly Message[] => {
  const [first] = messages;
  // All are new, nearly always.
  if (!first || isLater(first.sequenceNumber, done)) return messages;
  return messages.filter(({ sequenceNumber }) => isLater(sequenceNumber, done));
};

const isFixLike = (packed: unknown): boolean =>
  Array.isArray(packed) &&
  typeof packed[0] === 'string' &&
  typeof packed[1] === 'number' &&
  typeof packed[2] === 'number' &&
  typeof packed[3] === 'number';

/** Whether a message is one of ours. What only looks like one is found out when it is taken. */
export const isReadable = ({ body }: Message): boolean =>
  typeof body === 'object' &&
  body !== null &&
  typeof body.receivedAt === 'number' &&
  Array.isArray(body.devices) &&
  Array.isArray(body.fixes) &&
  body.fixes.every(isFixLike);

const byTime = (a: Arrival, b: Arrival) => a.fix.at - b.fix.at;

export const arrivalsOf = (messages: readonly Message[]): Arrivals => {
  const byVehicle = new Map<string, Arrival[]>();
  const drops: Arrivals['drops'][number][] = [];
  for (const { body } of messages) {
    const { fixes, devices, receivedAt, drops: dropped = [] } = body;
    for (const packed of fixes) {
      const arrival = { deviceId: devices[packed[9]] ?? '', fix: unpack(packed, receivedAt) };
      const list = byVehicle.get(packed[0]);
      if (list) list.push(arrival);
      else byVehicle.set(packed[0], [arrival]);
    }
    for (const [device, reason, times] of dropped)
      drops.push({ deviceId: devices[device] ?? '', reason, times, receivedAt });
  }
  for (const list of byVehicle.values())
    if (list.some(({ fix }, index) => index > 0 && fix.at < (list[index - 1]?.fix.at ?? 0))) list.sort(byTime);
  return { byVehicle, drops };
};
