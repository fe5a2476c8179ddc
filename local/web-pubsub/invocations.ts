import type { Connection } from './connection.ts';
import { badRequest, reasonOf, ServiceError } from './errors.ts';
import { type Frame, payloadOfFrame } from './frame.ts';
import { textPayload } from './message.ts';
import type { Upstream } from './upstream.ts';
import { raiseUserEvent } from './user-events.ts';

/** Calls from clients that wait for an answer. They run beside each other and can be cancelled. */
export class Invocations {
  readonly #upstream: Upstream;
  readonly #running = new WeakMap<Connection, Map<string, AbortController>>();

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  async invoke(connection: Connection, frame: Frame): Promise<void> {
    const { invocationId } = frame;
    if (typeof invocationId !== 'string') return;
    const running = this.#of(connection);
    const cancellation = new AbortController();
    running.set(invocationId, cancellation);
    try {
      const result = await this.#call(connection, frame, cancellation.signal);
      connection.tell({ type: 'invokeResponse', invocationId, success: true, ...result });
    } catch (error) {
      const name = error instanceof ServiceError ? error.code : 'InternalServerError';
      const response = {
        type: 'invokeResponse',
        invocationId,
        success: false,
        error: { name, message: reasonOf(error) },
      };
      if (!cancellation.signal.aborted) connection.tell(response);
    } finally {
      running.delete(invocationId);
    }
  }

  cancel(connection: Connection, { invocationId }: Frame) {
    if (typeof invocationId === 'string') this.#of(connection).get(invocationId)?.abort();
  }

  async #call(connection: Connection, frame: Frame, cancelled: AbortSignal) {
    const { target, event, dataType } = frame;
    if (target !== 'event' || typeof event !== 'string')
      throw badRequest("Only 'event' targets with a name can be invoked.");
    const payload = dataType === undefined ? textPayload('') : payloadOfFrame(frame);
    const reply = await raiseUserEvent(this.#upstream, connection, event, payload, cancelled);
    return reply && { dataType: reply.dataType, data: JSON.parse(reply.json) };
  }

  #of(connection: Connection): Map<string, AbortController> {
    const known = this.#running.get(connection);
    if (known) return known;
    const created = new Map<string, AbortController>();
    this.#running.set(connection, created);
    return created;
  }
}
