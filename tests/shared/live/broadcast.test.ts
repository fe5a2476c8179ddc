import { type BroadcastOptions, broadcaster } from '../../../shared/live/broadcast.ts';
import { memoryPush } from '../../../shared/live/memory-push.ts';
import type { Push } from '../../../shared/live/push.ts';

interface Moved {
  readonly id: string;
  readonly at: number;
}

const at = (id: string, second: number): Moved => ({ id, at: second * 1_000 });
const turn = () => new Promise((resolve) => setImmediate(resolve));

const open = (options: Partial<BroadcastOptions<Moved>> = {}, replaced: Partial<Push> = {}) => {
  const push = memoryPush(() => new Date(0));
  const failures: unknown[] = [];
  let asked = 0;
  const port: Push = {
    ...push,
    isWatched(group) {
      asked += 1;
      return push.isWatched(group);
    },
    ...replaced,
  };
  const live = broadcaster<Moved>(port, {
    keyOf: ({ id }) => id,
    message: (items) => items,
    onFailure: (_, error) => failures.push(error),
    everyMs: 20,
    ...options,
  });
  const watch = async (group: string) => push.connect((await push.addressFor('mia', [group])).url);
  return { live, watch, failures, asked: () => asked };
};

describe('broadcasting what moves', () => {
  it('sends the first update at once', async () => {
    const { live, watch } = open({ everyMs: 60_000 });
    const { received } = await watch('acme');
    live.publish('acme', [at('veh_1', 1)]);
    await turn();
    await turn();
    expect(received).toEqual([[at('veh_1', 1)]]);
  });

  it('lets those join that arrive in the same turn', async () => {
    const { live, watch } = open();
    const { received } = await watch('acme');
    live.publish('acme', [at('veh_1', 1)]);
    live.publish('acme', [at('veh_2', 1)]);
    await live.settled();
    expect(received).toEqual([[at('veh_1', 1), at('veh_2', 1)]]);
  });

  it('gathers later ones for a moment and sends the newest of each', async () => {
    const { live, watch } = open();
    const { received } = await watch('acme');
    live.publish('acme', [at('veh_1', 1)]);
    await turn();
    await turn();
    live.publish('acme', [at('veh_1', 2), at('veh_2', 5)]);
    live.publish('acme', [at('veh_1', 4), at('veh_2', 3)]);
    await live.settled();
    expect(received).toEqual([[at('veh_1', 1)], [at('veh_1', 4), at('veh_2', 5)]]);
  });

  it('sends a whole fleet in messages that the channel takes', async () => {
    const { live, watch } = open();
    const { received } = await watch('acme');
    live.publish(
      'acme',
      Array.from({ length: 450 }, (_, index) => at(`veh_${index}`, 1)),
    );
    await live.settled();
    expect(received.map((items) => (items as Moved[]).length)).toEqual([200, 200, 50]);
  });

  it('keeps groups apart', async () => {
    const { live, watch } = open();
    const [acme, globex] = [await watch('acme'), await watch('globex')];
    live.publish('acme', [at('veh_1', 1)]);
    await live.settled();
    expect(acme.received).toHaveLength(1);
    expect(globex.received).toEqual([]);
  });
});

describe('nobody watching', () => {
  it('costs one question a second and nothing else', async () => {
    let now = 0;
    const { live, asked, failures } = open({ now: () => now, everyMs: 0 });
    for (now of [0, 400, 800, 1_200]) {
      live.publish('acme', [at('veh_1', 1)]);
      await live.settled();
    }
    expect(asked()).toBe(2);
    expect(failures).toEqual([]);
  });

  it('ends when somebody comes: the next second brings the next update', async () => {
    let now = 0;
    const { live, watch } = open({ now: () => now });
    live.publish('acme', [at('veh_1', 1)]);
    await live.settled();
    const { received } = await watch('acme');
    now = 1_000;
    live.publish('acme', [at('veh_1', 2)]);
    await live.settled();
    expect(received).toEqual([[at('veh_1', 2)]]);
  });
});

describe('a channel that does not answer', () => {
  it('costs its updates only: the next ones are sent', async () => {
    const sent: unknown[] = [];
    const { live, failures } = open(
      {},
      {
        isWatched: async () => true,
        toGroup: async (_, message) => {
          if (failures.length === 0) throw new Error('The channel is down.');
          sent.push(message);
        },
      },
    );
    live.publish('acme', [at('veh_1', 1)]);
    await live.settled();
    live.publish('acme', [at('veh_1', 2)]);
    await live.settled();
    expect(failures).toEqual([new Error('The channel is down.')]);
    expect(sent).toEqual([[at('veh_1', 2)]]);
  });

  it('is noticed as well when it cannot say whether anybody watches', async () => {
    const { live, failures } = open({}, { isWatched: () => Promise.reject(new Error('The channel is down.')) });
    live.publish('acme', [at('veh_1', 1)]);
    await live.settled();
    expect(failures).toEqual([new Error('The channel is down.')]);
  });
});
