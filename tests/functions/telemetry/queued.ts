import type { FixMessage } from '../../../functions/telemetry/messages.ts';
import type { World } from '../../../shared/testing/world.ts';

/** What waits for a shard, taken away: how many fixes, and what was dropped, by device. */
export const takeQueued = async ({ bus }: World, session = 'ten_acme/0') => {
  const bodies: FixMessage[] = [];
  await bus.drain<FixMessage>('telemetry', session, async (messages) => {
    bodies.push(...messages.map(({ body }) => body));
  });
  return {
    fixes: bodies.reduce((sum, { fixes }) => sum + fixes.length, 0),
    drops: bodies.flatMap(({ drops = [], devices }) =>
      drops.map(([device, reason, times]) => [devices[device], reason, times] as const),
    ),
  };
};
