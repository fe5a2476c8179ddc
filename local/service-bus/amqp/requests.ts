import rhea, { type Delivery, type Sender } from 'rhea';
import type { Store } from '../broker/store.ts';
import { refusalOf } from '../errors.ts';
import type { IncomingLink } from './rhea.ts';

export interface Request {
  readonly operation: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** The properties of a reply, whose names differ between `$cbs` and `$management`. */
type Status = (code: number, description: string, condition?: string) => Record<string, unknown>;

/** Answers the requests that arrive on `link` with what `run` returns or throws, on the link that each names in `reply-to`. */
export const serveRequests = (link: IncomingLink, store: Store, status: Status, run: (request: Request) => unknown) => {
  const answer = (request: Request): { application_properties: Record<string, unknown>; body: unknown } => {
    try {
      const body = run(request);
      return { application_properties: body === undefined ? status(204, 'NoContent') : status(200, 'OK'), body };
    } catch (error) {
      const { status: code, message, condition } = refusalOf(error);
      return { application_properties: status(code, message, condition), body: undefined };
    }
  };

  link.on('message', ({ message: bytes, delivery }: { message: Buffer; delivery: Delivery }) => {
    delivery.accept();
    const { application_properties: properties = {}, body, message_id, reply_to } = rhea.message.decode(bytes);
    const reply = {
      correlation_id: message_id,
      ...answer({ operation: String(properties.operation), properties, body }),
    };
    const goesTo = (sender: Sender) => sender.name === reply_to || sender.target?.address === reply_to;
    store.settled(() => link.session.find_sender(goesTo)?.send(reply));
  });
};
