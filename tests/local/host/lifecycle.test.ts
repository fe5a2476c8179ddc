import { covered } from '../conformance.ts';
import { appDir, cleanUp, eventually, start, written } from './support.ts';

afterEach(cleanUp);

const gone = (url: string) => eventually(() => expect(fetch(url)).rejects.toThrow());

describe(covered('Graceful drain on SIGTERM, and appTerminate hooks'), () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'answers what is under way after %s, refuses the rest and ends with 0',
    async (signal) => {
      const host = await start(appDir('modern'));
      const underWay = fetch(`${host.url}/api/slow/400`);
      await written(host, /the slow one has begun/);
      const ended = host.kill(signal);
      await gone(`${host.url}/api/hello/bob`);
      expect(await (await underWay).text()).toBe('done');
      expect(await ended).toBe(0);
      expect(host.output()).toMatch(/the app has terminated/);
    },
  );

  it('does not wait for ever for what is under way', async () => {
    const host = await start(appDir('modern'), { env: { HOST_DRAIN_TIMEOUT: '00:00:00.2' } });
    const underWay = fetch(`${host.url}/api/slow/9000`).catch(() => 'cut off');
    await written(host, /the slow one has begun/);
    const startedAt = performance.now();
    expect(await host.kill('SIGTERM')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(await underWay).toBe('cut off');
    expect(host.output()).toContain('1 invocations were still running and are left behind');
  });

  it('ends at once on a second signal', async () => {
    const host = await start(appDir('modern'));
    fetch(`${host.url}/api/slow/9000`).catch(() => undefined);
    await written(host, /the slow one has begun/);
    const first = host.kill('SIGTERM');
    await written(host, /SIGTERM: finishing what is running/);
    await host.kill('SIGTERM');
    expect(await first).toBeNull();
  });

  it('ends with 1 and says why when something throws where nobody catches it', async () => {
    const host = await start(appDir('modern'));
    await fetch(`${host.url}/api/crash`).catch(() => undefined);
    await written(host, /fatal host {2}The process cannot go on: Error: nobody catches this/);
    expect(await host.kill('SIGTERM')).toBe(1);
  });

  it('does not hold on to idle connections when it ends', async () => {
    const host = await start(appDir('modern'));
    await fetch(`${host.url}/api/hello/bob`);
    const startedAt = performance.now();
    await host.stop();
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });
});
