import { redriveIn } from '../../infra/tools/redrive.ts';
import topics from '../../infra/topics.json' with { type: 'json' };
import { memoryBus } from '../../shared/messaging/memory-bus.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');

const open = async () => {
  let now = NOW;
  const bus = memoryBus(topics.queues, () => new Date(now));
  const printed: string[] = [];
  const send = (sessionId: string, body: unknown) => bus.send('telemetry', [{ sessionId, body }]);
  const bury = (sessionId: string) =>
    bus.drain('telemetry', sessionId, async (messages) => ({
      poison: messages.map((message) => ({ message, reason: 'malformed', description: 'No.' })),
    }));
  for (const session of ['ten_acme/0', 'ten_acme/3', 'ten_globex/0']) {
    await send(session, `of ${session}`);
    await bury(session);
  }
  return {
    bus,
    printed,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    redrive: (queue = 'telemetry', max = 100) => redriveIn(bus, { queue, max, now }, (line) => printed.push(line)),
  };
};

describe('npm run redrive', () => {
  it('moves dead letters back to their sessions and wakes their shards', async () => {
    const { bus, redrive, pass, printed } = await open();
    expect(await redrive()).toBe(3);
    expect(printed).toEqual(['3 messages are in telemetry again, in 3 sessions.']);
    pass(2_000);
    expect(bus.receive('telemetry-wakeups').map(({ body }) => body)).toEqual([
      { tenantId: 'ten_acme', shard: 0 },
      { tenantId: 'ten_acme', shard: 3 },
      { tenantId: 'ten_globex', shard: 0 },
    ]);
    const seen: unknown[] = [];
    await bus.drain('telemetry', 'ten_acme/3', async (messages) => void seen.push(...messages.map(({ body }) => body)));
    expect(seen).toEqual(['of ten_acme/3']);
    expect(await bus.deadLetters('telemetry', 10)).toEqual([]);
  });

  it('moves no more than it is asked to, and nothing the second time', async () => {
    const { redrive } = await open();
    expect([await redrive('telemetry', 2), await redrive(), await redrive()]).toEqual([2, 1, 0]);
  });

  it('names the queues when there is none of that name', async () => {
    const { redrive } = await open();
    await expect(redrive('telemetri')).rejects.toThrow('There is no queue "telemetri". There are: telemetry, ');
  });
});
