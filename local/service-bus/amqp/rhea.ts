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
}

/** A link on which the client sends. */
export type IncomingLink = Receiver & LinkInternals;

/** A link on which the client receives. */
export type OutgoingLink = Sender &
  LinkInternals & {
    readonly state: { local_open: boolean; open_requests: number };
    credit: number;
    delivery_count: number;
    readonly _draining: boolean;
    readonly _drained: boolean;
    _get_drain(): boolean;
  };

/** A delivery to the client. `remote_settled` is set by us, because the SDK never settles on its own. */
export type OutgoingDelivery = Omit<Delivery, 'remote_settled'> & { remote_settled: boolean };

export type Outcome = 'accepted' | 'modified' | 'rejected';
const outcomes = rhea.message as typeof rhea.message &
  Record<Outcome, (fields: { readonly error?: AmqpError }) => { described(): Typed }>;

export const amqpErrorOf = (error: unknown): { condition: string; description: string } => {
  const { condition, message } = refusalOf(error);
  return { condition, description: message };
};

/** The outcome of `work`: the one it is to have, or `rejected` with the refusal it throws. */
export const outcomeOf = (wanted: Outcome, work: () => void): Typed => {
  try {
    work();
    return outcomes[wanted]({}).described();
  } catch (error) {
    return outcomes.rejected({ error: amqpErrorOf(error) }).described();
  }
};

/** Holds back the answer to an attach that rhea has already decided to send. `link.open()` sends it later. */
export const holdAttach = ({ state }: OutgoingLink): void => {
  state.local_open = false;
  state.open_requests = 0;
};

/** Answers an attach as the service does when it refuses: attached without a terminus, then detached with the error. */
export const refuse = (link: IncomingLink | OutgoingLink, error: unknown): void => {
  link.local.attach.source = undefined;
  link.local.attach.target = undefined;
  link.open();
  link.close(amqpErrorOf(error));
};

/** rhea answers a drain only while there is credit left; the SDK waits for an answer in any case. */
export const alwaysAnswerDrain = (link: OutgoingLink): void => {
  link._get_drain = () => {
    if (!link._draining || !link._drained) return false;
    link.delivery_count += link.credit;
    link.credit = 0;
    return true;
  };
};

/** Says that the drain is done. rhea only takes note of it; outside of its own events it must be told to write. */
export const answerDrain = (link: OutgoingLink): void => {
  link.set_drained(true);
  (link.connection as Connection & { _register(): void })._register();
};

/** Ends a delivery with an outcome, and frees its slot, for which rhea would wait for the client for ever. */
export const settle = (delivery: OutgoingDelivery, outcome: Typed): void => {
  delivery.update(true, outcome);
  delivery.remote_settled = true;
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

/** Sends all the frames of one turn to the socket at once instead of one by one. */
export const writeInOneGo = (connection: Connection): void => {
  const process = connection._process.bind(connection);
  connection._process = () => {
    const { socket } = connection;
    socket?.cork();
    process();
    socket?.uncork();
  };
};
