import { coalesce } from '../../../shared/messaging/coalesce.ts';

/** A flush that a test lets finish one at a time. */
const open = (concurrency?: number) => {
  const flushed: (readonly number[])[] = [];
  const under: PromiseWithResolvers<void>[] = [];
  const send = coalesce<number>(
    (items) => {
      flushed.push(items);
      const one = Promise.withResolvers<void>();
      under.push(one);
      return one.promise;
    },
    concurrency === undefined ? {} : { concurrency },
  );
  return { send, flushed, finish: () => under.shift()?.resolve(), fail: () => under.shift()?.reject(new Error('No.')) };
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('joining calls', () => {
  it('sends a lone call at once', async () => {
    const { send, flushed, finish } = open();
    const sent = send([1, 2]);
    await turn();
    finish();
    await sent;
    expect(flushed).toEqual([[1, 2]]);
  });

  it('joins the calls of one turn, in the order they were made', async () => {
    const { send, flushed } = open();
    send([1]);
    send([2, 3]);
    send([4]);
    await turn();
    expect(flushed).toEqual([[1, 2, 3, 4]]);
  });

  it('joins what arrives while an earlier call is under way, and sends it right after', async () => {
    const { send, flushed, finish } = open();
    send([1]);
    await turn();
    send([2]);
    await turn();
    send([3]);
    await turn();
    expect(flushed).toEqual([[1]]);
    finish();
    await turn();
    expect(flushed).toEqual([[1], [2, 3]]);
  });

  it('keeps as many under way as it may', async () => {
    const { send, flushed, finish } = open(2);
    for (const item of [1, 2, 3, 4]) {
      send([item]);
      await turn();
    }
    expect(flushed).toEqual([[1], [2]]);
    finish();
    await turn();
    expect(flushed).toEqual([[1], [2], [3, 4]]);
  });

  it('answers a call of nothing without asking anybody', async () => {
    const { send, flushed } = open();
    await send([]);
    await turn();
    expect(flushed).toEqual([]);
  });
});

describe('a failure', () => {
  it('is the failure of everybody in the group, and of nobody after it', async () => {
    const { send, finish, fail, flushed } = open();
    const group = Promise.allSettled([send([1]), send([2])]);
    await turn();
    const next = send([3]);
    fail();
    expect(await group).toEqual([
      { status: 'rejected', reason: new Error('No.') },
      { status: 'rejected', reason: new Error('No.') },
    ]);
    await turn();
    finish();
    await next;
    expect(flushed).toEqual([[1, 2], [3]]);
  });

  it('may be thrown as well as returned', async () => {
    const send = coalesce<number>(() => {
      throw new Error('At once.');
    });
    await expect(send([1])).rejects.toThrow('At once.');
    await expect(send([2])).rejects.toThrow('At once.');
  });
});
