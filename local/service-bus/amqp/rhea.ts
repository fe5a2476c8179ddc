import rhea, { type AmqpError, type Connection, type Delivery, type Receiver, type Sender, type Typed } from 'rhea';
import { refusalOf } from '../errors.ts';

/** What this broker uses of the inside of rhea 3.0.5, all of it, so that an update has one file to be checked against. */
interface Attach {
  source?: { readonly address?: string; readonly filter?: Readonly<Record<string, unknown>> } | undefined;
  target?: { readonly address?: string } | undefined;
  snd_settle_mode?: number;
  rcv_settle_mode?: number;
  max_message_size?: number;
  properties?: Readonly<Record<string, unknown>>;
}

interface SessionInternals {
  on_transfer(frame: { readonly performative: { message_format?: number } }): void;
  readonly outgoing: { next_delivery_id: number; next_pending_delivery: number; available(): number };
}

interface LinkInternals {
  readonly local: { readonly attach: Attach };
  readonly remote: { readonly attach: Attach };
  readonly session: SessionInternals;
  readonly state: object;
  credit: number;
  delivery_count: number;
  _get_drain(): boolean;
}

/** A link on which the client sends. */
export type IncomingLink = Receiver & LinkInternals;
/** A link on which the client receives. */
export type OutgoingLink = Sender & LinkInternals;

export type Outcome = 'accepted' | 'modified' | 'rejected';
const outcomes = rhea.message as typeof rhea.message &
  Record<Outcome, (fields: { readonly error?: AmqpError }) => { described(): Typed }>;

/** The outcome of `work`: the one it is to have, or `rejected` with the refusal it throws. */
export const outcomeOf = (wanted: Outcome, work: () => void): Typed => {
  try {
    work();
    return outcomes[wanted]({}).described();
  } catch (error) {
    return outcomes.rejected({ error: refusalOf(error) }).described();
  }
};

/** Holds back the answer to an attach that rhea has already decided to send. `link.open()` sends it later. */
export const holdAttach = ({ state }: OutgoingLink): void => {
  Object.assign(state, { local_open: false, open_requests: 0 });
};

/** Answers an attach as the service does when it refuses: attached without a terminus, then detached with the error. */
export const refuse = (link: IncomingLink | OutgoingLink, error: unknown): void => {
  link.local.attach.source = undefined;
  link.local.attach.target = undefined;
  link.open();
  link.close(refusalOf(error));
};

/** Answers every drain, after what there is to deliver. rhea does so only while there is credit left; the SDK waits in any case. */
export const answerDrains = (link: OutgoingLink): void => {
  link._get_drain = () => {
    link.delivery_count += link.credit;
    link.credit = 0;
    return true;
  };
  link.on('sender_draining', () => link.set_drained(true));
};

/** Ends a delivery with an outcome, and frees its slot, for which rhea would wait for the client, and the SDK never settles. */
export const settle = (delivery: Delivery, outcome: Typed): void => {
  delivery.update(true, outcome);
  Object.assign(delivery, { remote_settled: true });
};

/** How many more deliveries rhea can put on the wire at once, those that it has been given already left out. */
export const roomOf = ({ credit, session: { outgoing } }: OutgoingLink): number =>
  Math.min(credit - (outgoing.next_delivery_id - outgoing.next_pending_delivery), outgoing.available());

/** rhea decodes plain messages before anybody sees them. Under another format number it leaves the bytes alone. */
export const keepMessagesRaw = (session: SessionInternals): void => {
  const receive = session.on_transfer.bind(session);
  session.on_transfer = (frame) => {
    if (frame.performative.message_format === 0) frame.performative.message_format = 1;
    receive(frame);
  };
};

/** Keeps the frames of one turn until all that has happened in it is `settled`, then sends them at once. */
export const holdFrames = (connection: Connection, settled: (effect: () => void) => void): void => {
  const internals = connection as Connection & { output(): void };
  const output = internals.output.bind(connection);
  const send = () => {
    isHeld = false;
    connection.socket?.cork();
    output();
    connection.socket?.uncork();
  };
  let isHeld = false;
  internals.output = () => {
    if (!isHeld) process.nextTick(settled, send);
    isHeld = true;
  };
};
