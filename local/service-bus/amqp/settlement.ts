import type { Typed } from 'rhea';
import { limits } from '../limits.ts';
import { withoutNulls } from '../message/codec.ts';
import { tokenFromTag } from '../message/guid.ts';
import type { Journal } from '../store/journal.ts';
import { amqpErrorOf } from './failure.ts';
import type { ReceiverLink } from './receiver-link.ts';
import { accepted, modified, type OutgoingDelivery, rejected, released, settle } from './rhea.ts';

interface Modified {
  readonly undeliverable_here?: boolean;
  readonly message_annotations?: Record<string, unknown>;
}
interface Rejected {
  readonly error?: { readonly info?: Record<string, unknown> };
}

const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : String(value).slice(0, limits.deadLetterTextLength);

const modify = ({ queue }: ReceiverLink, token: string, { undeliverable_here, message_annotations }: Modified) => {
  const properties = withoutNulls(message_annotations);
  if (undeliverable_here) queue.defer(token, properties);
  else queue.abandon(token, properties);
};

const reject = ({ queue }: ReceiverLink, token: string, { error }: Rejected) => {
  const { DeadLetterReason, DeadLetterErrorDescription, ...properties } = withoutNulls(error?.info);
  queue.deadLetter(token, textOf(DeadLetterReason), textOf(DeadLetterErrorDescription), properties);
};

/** Carries out what the client decides about its deliveries, and confirms it with the same outcome once it is on disk. */
export const serveSettlement = (receiver: ReceiverLink, journal: Journal): void => {
  const on = (outcome: string, confirmation: Typed, carryOut: (token: string, state: object) => void) =>
    receiver.link.on(outcome, ({ delivery }: { delivery: OutgoingDelivery }) => {
      const attempt = (): Typed => {
        try {
          carryOut(tokenFromTag(Buffer.from(delivery.tag)), delivery.remote_state ?? {});
          return confirmation;
        } catch (error) {
          return rejected(amqpErrorOf(error));
        }
      };
      const answer = attempt();
      journal.afterCommit(() => {
        if (!delivery.settled) settle(delivery, answer);
      });
    });

  on('accepted', accepted, (token) => receiver.queue.complete(token));
  on('released', released, (token) => receiver.queue.abandon(token));
  on('modified', modified, (token, state) => modify(receiver, token, state));
  on('rejected', rejected(), (token, state) => reject(receiver, token, state));
};
