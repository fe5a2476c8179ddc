import { encodeDelivery, type Properties, types } from '../broker/content.ts';
import type { Message } from '../broker/entity.ts';
import type { Consumer, Line } from '../broker/line.ts';
import type { Decision, Queue } from '../broker/queue.ts';
import { notAllowed, sessionLockLost, timedOut } from '../errors.ts';
import type { Peer } from './peer.ts';
import * as rhea from './rhea.ts';

const SESSION_FILTER = 'com.microsoft:session-filter';
const PRE_SETTLED = 1;
const DEFAULT_WAIT = 60_000;
const TICKS_AT_EPOCH = 621_355_968_000_000_000n;

/** .NET ticks, as eight bytes. */
const ticks = (milliseconds: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.floor(milliseconds)) * 10_000n + TICKS_AT_EPOCH);
  return bytes;
};

/** What the fields of an outcome can hold, as far as the SDK sends it. */
interface State {
  readonly undeliverable_here?: boolean;
  readonly message_annotations?: Properties;
  readonly error?: { readonly info?: Properties };
}

/** What the outcomes of a delivery mean. The reason of a dead letter is among the properties of its error. */
const decisions: Readonly<Record<rhea.Outcome, (state: State) => Decision>> = {
  accepted: () => ({ status: 'completed' }),
  modified: ({ undeliverable_here, message_annotations }) => ({
    status: undeliverable_here ? 'defered' : 'abandoned',
    properties: message_annotations,
  }),
  rejected: ({ error }) => ({ status: 'suspended', properties: error?.info }),
};

/** A link on which the client receives: credit comes in, deliveries go out, and decisions about them come back. */
export class ReceiverLink implements Consumer {
  readonly link: rhea.OutgoingLink;
  readonly settlesOnDelivery: boolean;
  /** Where it stands in line; undefined while it waits for a session. */
  line: Line | undefined;
  readonly #peer: Peer;
  readonly #queue: Queue;

  /** Serves a queue, a subscription or a dead-letter queue. Throws when the client may not receive from it like this. */
  constructor(peer: Peer, link: rhea.OutgoingLink, path: string) {
    peer.admit(path);
    this.#peer = peer;
    this.#queue = peer.service.namespace.queue(path);
    this.link = link;
    this.settlesOnDelivery = link.remote.attach.snd_settle_mode === PRE_SETTLED;
    this.#lineUp(path, link.remote.attach.source?.filter ?? {});
    peer.receivers.set(link.name, this);
    for (const event of ['sender_flow', 'sendable'])
      link.on(event, () => {
        if (this.line) this.#queue.pump(this.line);
      });
    rhea.answerDrains(link);
    link.on('sender_close', () => this.leave());
    for (const outcome of ['accepted', 'modified', 'rejected'] as const)
      link.on(outcome, ({ delivery }: { delivery: rhea.OutgoingDelivery }) => {
        const token = Buffer.from(delivery.tag).toString('hex');
        const decision = decisions[outcome](delivery.remote_state ?? {});
        rhea.settle(
          delivery,
          rhea.outcomeOf(outcome, () => this.#queue.settle(token, decision)),
        );
      });
  }

  hasCredit(): boolean {
    return this.link.is_open() && rhea.roomOf(this.link) > 0;
  }

  deliver(message: Message): void {
    this.link.send(encodeDelivery(message), message.lock && Buffer.from(message.lock.token, 'hex'), 0);
  }

  sessionLost(): void {
    this.leave();
    this.link.close(rhea.amqpErrorOf(sessionLockLost(`The lock on session '${this.line?.sessionId}' is lost.`)));
  }

  /** Takes no more messages. A session is free at once; other locks stay until they expire. */
  leave(): void {
    this.#queue.leave(this, this.line);
    if (this.#peer.receivers.get(this.link.name) === this) this.#peer.receivers.delete(this.link.name);
  }

  /** Without a free session the answer to the attach is held back until there is one, or the client's patience has ended. */
  #lineUp(path: string, filter: Readonly<Record<string, unknown>>): void {
    const { link } = this;
    const { [SESSION_FILTER]: sessionId } = filter;
    if (this.#queue.requiresSession !== SESSION_FILTER in filter)
      throw notAllowed(`'${path}' requires sessions, and so do its receivers; or neither does.`);
    if (!this.#queue.requiresSession) this.line = this.#queue.join(this);
    else
      this.#queue.accept(this, typeof sessionId === 'string' ? sessionId : null, (session) => {
        this.line = session;
        link.set_source({ address: path, filter: { [SESSION_FILTER]: session.sessionId } });
        const until = types.wrap_long(ticks(session.hold?.until ?? 0));
        link.local.attach.properties = { 'com.microsoft:locked-until-utc': until };
        link.open();
      });
    if (this.line) return;
    const { due, clock } = this.#peer.service;
    const wait = Number(link.remote.attach.properties?.['com.microsoft:timeout'] ?? DEFAULT_WAIT);
    rhea.holdAttach(link);
    due.at(clock.now() + wait, () => {
      if (this.line) return;
      this.leave();
      rhea.refuse(link, timedOut(`No session became available within ${wait} ms.`));
    });
  }
}
