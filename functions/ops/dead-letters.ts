import { z } from 'zod';
import topics from '../../infra/topics.json' with { type: 'json' };
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { forbidden } from '../../shared/kernel/errors.ts';
import type { DeadLetter as Letter } from '../../shared/messaging/bus.ts';
import { DeadLetter } from './contract.ts';

/** Those behind them are not looked at: they come into sight when others are gone. */
const MAX_LOOKED_AT = 100;

/** Sessions are named after their company; other messages say whose they are. */
const isOf = (tenantId: string, { sessionId, body }: Letter): boolean =>
  sessionId === undefined
    ? typeof body === 'object' && body !== null && Reflect.get(body, 'tenantId') === tenantId
    : sessionId.startsWith(`${tenantId}/`);

const shown = (queue: string, { body, sessionId, enqueuedAt, ...letter }: Letter): z.infer<typeof DeadLetter> => ({
  ...{ queue, sequenceNumber: letter.sequenceNumber, enqueuedAt: enqueuedAt.toISOString() },
  ...(letter.reason !== undefined && { reason: letter.reason }),
  ...(letter.description !== undefined && { description: letter.description }),
  ...(sessionId !== undefined && { session: sessionId }),
  ...{ deliveries: letter.deliveries, bytes: Buffer.byteLength(JSON.stringify(body)) },
});

export const listDeadLetters = endpoint({
  summary: 'List messages that nothing could be made of',
  description: `Your company's among the oldest ${MAX_LOOKED_AT} of a queue. Whoever looks at the same moment may see fewer.`,
  scope: 'ops:read',
  query: z.strictObject({ queue: z.enum(topics.queues.map(({ name }) => name)).default('telemetry') }),
  answer: z.object({ items: z.array(DeadLetter) }),
  async run({ query: { queue }, caller: { tenantId, groups } }, { bus }) {
    if (groups) throw forbidden('ops/whole-company', 'Dead letters are for those who see the whole company.');
    const letters = await bus.deadLetters(queue, MAX_LOOKED_AT);
    return ok({ items: letters.filter((letter) => isOf(tenantId, letter)).map((letter) => shown(queue, letter)) });
  },
});
