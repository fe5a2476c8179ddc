import type { Push } from '../../shared/live/push.ts';

/** A browser on the live channel. */
export interface Browser {
  readonly received: readonly unknown[];
  leave(): Promise<void>;
}

export interface PushUnderTest {
  readonly push: Push;
  /** Opens an address as a browser does. */
  connect(url: string): Promise<Browser>;
  now(): Date;
  close(): Promise<void>;
}

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const end = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** The promises every live channel keeps. */
export const pushContract = (name: string, open: () => Promise<PushUnderTest>) =>
  describe(`live channel: ${name}`, () => {
    let world: PushUnderTest;
    let group = '';
    let tests = 0;
    beforeEach(async () => {
      world ??= await open();
      tests += 1;
      group = `t:ten_acme${tests}`;
    });
    afterAll(() => world?.close());

    const join = async (...groups: string[]) => {
      const browser = await world.connect((await world.push.addressFor('user:mia@acme.example', groups)).url);
      for (const one of groups) await until(() => world.push.isWatched(one));
      return browser;
    };

    it('brings a message to everybody in the group, as it was sent', async () => {
      const browsers = await Promise.all([join(group), join(group)]);
      const message = { type: 'vehicles-moved', vehicles: [{ name: 'Élan', lat: 49.0123, list: [null, true] }] };
      await world.push.toGroup(group, message);
      for (const { received } of browsers) {
        await until(() => received.length > 0);
        expect(received).toEqual([message]);
      }
    });

    it('brings messages in the order they were sent', async () => {
      const { received } = await join(group);
      for (let n = 0; n < 10; n++) await world.push.toGroup(group, { n });
      await until(() => received.length === 10);
      expect(received).toEqual(Array.from({ length: 10 }, (_, n) => ({ n })));
    });

    it('brings nothing of another company', async () => {
      const [ours, theirs] = [await join(group), await join(`${group}-globex`)];
      await world.push.toGroup(`${group}-globex`, { secret: true });
      await world.push.toGroup(group, { n: 1 });
      await until(() => ours.received.length > 0 && theirs.received.length > 0);
      expect([ours.received, theirs.received]).toEqual([[{ n: 1 }], [{ secret: true }]]);
    });

    it('knows whether anybody watches', async () => {
      expect(await world.push.isWatched(group)).toBe(false);
      const browser = await join(group);
      expect(await world.push.isWatched(group)).toBe(true);
      await browser.leave();
      await until(async () => !(await world.push.isWatched(group)));
    });

    it('ends the connections of a user, and nobody else', async () => {
      await join(group);
      const other = await world.connect((await world.push.addressFor('user:tom@acme.example', [`${group}-b`])).url);
      await until(() => world.push.isWatched(`${group}-b`));
      await world.push.disconnect('user:mia@acme.example');
      await until(async () => !(await world.push.isWatched(group)));
      await world.push.toGroup(`${group}-b`, { n: 1 });
      await until(() => other.received.length > 0);
      await world.push.disconnect('user:nobody@acme.example');
    });

    it('takes a message for a group that nobody is in', async () =>
      expect(await world.push.toGroup(group, { n: 1 })).toBeUndefined());

    it('joins a browser to all the groups of its address', async () => {
      const { received } = await join(group, `${group}-b`);
      await world.push.toGroup(group, { n: 1 });
      await world.push.toGroup(`${group}-b`, { n: 2 });
      await until(() => received.length === 2);
      expect(received).toEqual([{ n: 1 }, { n: 2 }]);
    });

    it('says until when an address is good', async () => {
      const { expiresAt } = await world.push.addressFor('user:mia@acme.example', [group]);
      const minutes = (Date.parse(expiresAt) - world.now().getTime()) / 60_000;
      expect(Math.round(minutes)).toBe(60);
    });
  });
