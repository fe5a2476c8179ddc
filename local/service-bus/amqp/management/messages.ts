import { z } from 'zod';
import { types } from '../../message/codec.ts';
import { Content } from '../../message/content.ts';
import { encodeDelivery } from '../../message/delivery.ts';
import { checkLimits } from '../sender-link.ts';
import { bytes, long, operation, optional } from './scope.ts';

const LONG = 0x81;

const schedule = operation(
  z.object({ messages: z.array(z.object({ message: bytes })) }),
  ({ target }, { messages }) => {
    const contents = messages.map(({ message }) => Content.parse(Buffer.from(message)));
    for (const content of contents) checkLimits(content);
    return { 'sequence-numbers': types.wrap_array(target.send(contents), LONG) };
  },
);

const cancel = operation(z.object({ 'sequence-numbers': z.array(long) }), ({ target }, body) => {
  target.intake.cancel(body['sequence-numbers']);
  return {};
});

const peek = operation(
  z.object({
    'from-sequence-number': long,
    'message-count': z.int().positive(),
    'session-id': optional(z.string()),
  }),
  ({ target }, body) => {
    const messages = target.peek({
      from: body['from-sequence-number'],
      count: body['message-count'],
      sessionId: body['session-id'],
    });
    return messages.length === 0
      ? undefined
      : { messages: messages.map((message) => ({ message: encodeDelivery(message) })) };
  },
);

/** What can be done with an entity's messages without receiving them. */
export const messageOperations = {
  'schedule-message': schedule,
  'cancel-scheduled-message': cancel,
  'peek-message': peek,
};
