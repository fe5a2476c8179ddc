import { type FrameContext, ORDERED_FRAMES, refuseUnknownFrame } from './client-frames.ts';
import type { Connection } from './connection.ts';
import { reasonOf } from './errors.ts';
import { type Frame, parseFrame } from './frame.ts';
import { InOrder } from './in-order.ts';
import { Invocations } from './invocations.ts';
import { binaryPayload, type Payload, textPayload } from './message.ts';
import { deliverReply, HANDLER_FAILED, handlerFailed, raiseUserEvent } from './user-events.ts';

const UNSUPPORTED_DATA = 1003;

/** What comes in from clients. */
export class Receiver {
  readonly #context: FrameContext;
  readonly #invocations: Invocations;
  readonly #inboxes = new WeakMap<Connection, InOrder>();

  constructor(context: FrameContext) {
    this.#context = context;
    this.#invocations = new Invocations(context.upstream);
  }

  receive(connection: Connection, data: Buffer, binary: boolean) {
    if (connection.mode === 'simple') {
      const payload = binary ? binaryPayload(data) : textPayload(data.toString());
      this.#inboxOf(connection).run(() => this.#simpleMessage(connection, payload));
      return;
    }
    try {
      this.#frame(connection, parseFrame(data.toString()));
    } catch (error) {
      this.#context.sessions.close(connection, reasonOf(error), UNSUPPORTED_DATA);
    }
  }

  #frame(connection: Connection, frame: Frame) {
    switch (frame.type) {
      case 'ping':
        return connection.tell({ type: 'pong' });
      case 'sequenceAck':
        if (typeof frame.sequenceId === 'number') connection.acknowledge(frame.sequenceId);
        return;
      case 'invoke':
        void this.#invocations.invoke(connection, frame);
        return;
      case 'cancelInvocation':
        return this.#invocations.cancel(connection, frame);
    }
    const handler = Object.hasOwn(ORDERED_FRAMES, frame.type) ? ORDERED_FRAMES[frame.type] : undefined;
    if (!handler || frame.stream !== undefined) return refuseUnknownFrame(connection, frame);
    this.#inboxOf(connection).run(() => handler(connection, frame, this.#context));
  }

  async #simpleMessage(connection: Connection, payload: Payload): Promise<void> {
    try {
      deliverReply(connection, await raiseUserEvent(this.#context.upstream, connection, 'message', payload));
    } catch (error) {
      if (handlerFailed(error)) this.#context.sessions.close(connection, reasonOf(error), HANDLER_FAILED);
      else this.#context.log(`connection ${connection.id}: ${reasonOf(error)}`);
    }
  }

  #inboxOf(connection: Connection): InOrder {
    const known = this.#inboxes.get(connection);
    if (known) return known;
    const created = new InOrder();
    this.#inboxes.set(connection, created);
    return created;
  }
}
