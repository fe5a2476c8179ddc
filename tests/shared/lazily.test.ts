import { lazily } from '../../shared/lazily.ts';

const open = () => {
  let made = 0;
  const lazy = lazily(async () => {
    made += 1;
    return { double: async (value: number) => 2 * value, fail: async () => Promise.reject(new Error('No.')) };
  });
  return { ...lazy, times: () => made };
};

describe('a port that is made on first use', () => {
  it('is not made before', async () => {
    const { port, made, times } = open();
    expect(await Promise.resolve(port)).toBe(port);
    expect([made(), times()]).toEqual([undefined, 0]);
  });

  it('is made once, however many use it at once, and answers as itself', async () => {
    const { port, times } = open();
    expect(await Promise.all([port.double(1), port.double(2)])).toEqual([2, 4]);
    await expect(port.fail()).rejects.toThrow('No.');
    expect(times()).toBe(1);
  });

  it('is tried again when it could not be made', async () => {
    const makes = [() => Promise.reject(new Error('Not yet.')), async () => ({ ping: async () => 'pong' })];
    const { port } = lazily<{ ping(): Promise<string> }>(
      async () => (await makes.shift()?.()) ?? { ping: async () => '' },
    );
    await expect(port.ping()).rejects.toThrow('Not yet.');
    expect(await port.ping()).toBe('pong');
  });
});
