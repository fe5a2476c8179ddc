import rhea, { type Delivery, type Sender } from 'rhea';
import type { IncomingLink } from './rhea.ts';

export interface Request {
  readonly operation: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface Reply {
  readonly properties: Record<string, unknown>;
  readonly body?: unknown;
}

/** Answers the requests that arrive on `link`, on the link that each request names in `reply-to`. */
export const serveRequests = (
  link: IncomingLink,
  answer: (request: Request) => Reply,
  afterCommit: (effect: () => void) => void,
): void => {
  link.on('message', ({ message: bytes, delivery }: { message: Buffer; delivery: Delivery }) => {
    delivery.accept();
    const { application_properties: properties = {}, body, message_id, reply_to } = rhea.message.decode(bytes);
    const reply = answer({ operation: String(properties.operation), properties, body });
    const goesTo = (sender: Sender) => sender.name === reply_to || sender.target?.address === reply_to;
    afterCommit(() =>
      link.session.find_sender(goesTo)?.send({
        correlation_id: message_id,
        application_properties: reply.properties,
        body: reply.body,
      }),
    );
  });
};
