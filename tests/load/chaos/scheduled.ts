import { ServiceBusClient } from '@azure/service-bus';
import { onceEach, pause, type Strand, type Surroundings } from './strand.ts';

const QUEUE = 'telemetry';
const DUE_WITHIN_MS = 3_000;
const EVERY_MS = 15;
const QUIET_MS = 2_000;

/**
 * Schedules messages into a session that nobody else reads, and takes them out at the end. Every attempt has a name of its own and is
 * made once: what was acknowledged must come exactly once, what was not may.
 */
export const scheduled = ({ serviceBus }: Surroundings, name: string): Strand => {
  const sessionId = `chaos-${name}`;
  const kept: string[] = [];
  let attempts = 0;
  const connect = () => new ServiceBusClient(serviceBus, { retryOptions: { maxRetries: 0, timeoutInMs: 2_000 } });

  const received = async (): Promise<string[]> => {
    const client = new ServiceBusClient(serviceBus);
    try {
      const session = await client.acceptSession(QUEUE, sessionId);
      const bodies: string[] = [];
      for (;;) {
        const messages = await session.receiveMessages(500, { maxWaitTimeInMs: DUE_WITHIN_MS + QUIET_MS });
        if (messages.length === 0) return bodies;
        for (const message of messages) {
          bodies.push(String(message.body));
          await session.completeMessage(message);
        }
      }
    } finally {
      await client.close();
    }
  };

  return {
    name: `scheduled messages ${name}`,
    async run(until) {
      let client = connect();
      while (!until.aborted) {
        attempts += 1;
        const body = `${name}/${attempts}`;
        try {
          const dueAt = new Date(Date.now() + (attempts % 10) * (DUE_WITHIN_MS / 10));
          await client.createSender(QUEUE).scheduleMessages({ body, sessionId }, dueAt);
          kept.push(body);
        } catch {
          // Not acknowledged: it may be there or not. The broken connection is of no further use.
          await client.close().catch(() => undefined);
          client = connect();
        }
        await pause(EVERY_MS);
      }
      await client.close();
    },
    problems: async () => onceEach(`scheduled messages ${name}`, kept, await received()),
    acknowledged: () => kept.length,
  };
};
