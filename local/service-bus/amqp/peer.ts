import type { Connection, Session } from 'rhea';
import type { Bus } from '../broker/bus.ts';
import type { Context } from '../broker/context.ts';
import type { Due } from '../broker/due-times.ts';
import { unauthorized } from '../broker/errors.ts';
import type { ReceiverLink } from './receiver-link.ts';
import { covers, type SasClaim } from './sas.ts';

export interface Service extends Context {
  readonly bus: Bus;
  readonly key: string;
}

/** One client connection: what it may do, and which of its links receive. */
export class Peer {
  readonly service: Service;
  readonly connection: Connection;
  /** By link name, which is how management requests refer to them. */
  readonly receivers = new Map<string, ReceiverLink>();
  readonly #claims = new Map<string, number>();
  readonly #expiries = new Map<string, Due>();

  constructor(service: Service, connection: Connection) {
    this.service = service;
    this.connection = connection;
  }

  grant({ path, expiresAt }: SasClaim): void {
    const { due } = this.service;
    this.#claims.set(path, expiresAt);
    due.cancel(this.#expiries.get(path));
    this.#expiries.set(
      path,
      due.at(expiresAt, () => this.#closeUnauthorized()),
    );
  }

  /** Throws `amqp:unauthorized-access` unless a token that still holds covers the entity. */
  authorize(path: string): void {
    const wanted = path.toLowerCase();
    const now = this.service.clock.now();
    if ((this.#claims.get(wanted) ?? 0) > now) return;
    for (const [claimed, expiresAt] of this.#claims) if (expiresAt > now && covers(claimed, wanted)) return;
    throw unauthorized(`Unauthorized access. A valid token for '${path}' is required to perform this operation.`);
  }

  /** Lets go of what the receivers of an AMQP session hold. */
  endSession(session: Session | undefined): void {
    for (const receiver of this.receivers.values()) if (receiver.link.session === session) receiver.leave();
  }

  /** Lets go of everything the client's receivers hold. */
  disconnect(): void {
    for (const due of this.#expiries.values()) this.service.due.cancel(due);
    for (const receiver of this.receivers.values()) receiver.leave();
    this.receivers.clear();
  }

  #closeUnauthorized(): void {
    for (const receiver of [...this.receivers.values()]) {
      try {
        this.authorize(receiver.queue.path);
      } catch (error) {
        receiver.close(error);
      }
    }
  }
}
