import { newestOf, type RawMessage, rawKeeper, rawMessages } from '../../../functions/telemetry/raw-messages.ts';
import { flushBehind } from '../../../shared/documents/write-behind.ts';
import type { Services } from '../../../shared/services.ts';
import { app } from '../company.ts';
import { NOON } from './fixes.ts';

const DAY = { from: NOON, to: NOON + 86_400_000 };

const everything = async ({ history }: Services, span = DAY) => {
  const all: RawMessage[] = [];
  for await (const messages of rawMessages(history, 'ten_acme', span)) all.push(...messages);
  return all;
};

const message = (second: number, more: Partial<RawMessage> = {}): RawMessage => ({
  ...{ deviceId: 'dev_1', protocol: 'plain', receivedAt: NOON + second * 1_000, bytes: Buffer.from('hello') },
  ...more,
});

describe('raw messages', () => {
  it('come back as they came, byte by byte', async () => {
    const { services } = app();
    const { deviceId: _, ...nameless } = message(2);
    const sent = [message(0, { bytes: Buffer.from([0, 255, 0xc3, 0x28]) }), message(1, { bytes: 'Ü\n"' }), nameless];
    for (const one of sent) rawKeeper(services)('ten_acme', one);
    await flushBehind(services);
    expect(await everything(services)).toEqual(sent.map((one) => ({ ...one, bytes: Buffer.from(one.bytes) })));
  });

  it('are found by span and device', async () => {
    const { services } = app();
    const keep = (one: RawMessage) => rawKeeper(services)('ten_acme', one);
    keep(message(0));
    keep(message(10, { deviceId: 'dev_2' }));
    keep(message(20));
    await flushBehind(services);
    keep(message(3_600, { deviceId: 'dev_2' }));
    keep(message(7_200));
    await flushBehind(services);
    const at = (found: readonly RawMessage[]) => found.map(({ receivedAt }) => (receivedAt - NOON) / 1_000);
    expect(at(await everything(services))).toEqual([0, 10, 20, 3_600, 7_200]);
    expect(at(await everything(services, { from: NOON + 10_000, to: NOON + 7_200_000 }))).toEqual([10, 20, 3_600]);
    const newest = (deviceId: string, limit = 10) => newestOf(services.history, 'ten_acme', deviceId, DAY, limit);
    expect(at(await newest('dev_2'))).toEqual([3_600, 10]);
    expect(at(await newest('dev_1', 2))).toEqual([7_200, 20]);
    expect(at(await newest('dev_3'))).toEqual([]);
  });

  it('are written together: some kilobytes a document, not one each', async () => {
    const { services } = app();
    let writes = 0;
    const { history } = services;
    const counting: Services = {
      ...services,
      history: {
        ...history,
        in: (...path) => {
          const partition = history.in(...path);
          const put: typeof partition.put = (...args) => {
            writes += 1;
            return partition.put(...args);
          };
          return { ...partition, put };
        },
      },
    };
    for (let second = 0; second < 3_000; second++) rawKeeper(counting)('ten_acme', message(second % 3_600));
    await flushBehind(counting);
    expect(writes).toBe(1);
    for (let second = 0; second < 5; second++)
      rawKeeper(counting)('ten_acme', message(second, { bytes: String(second).repeat(200_000) }));
    await flushBehind(counting);
    expect(writes).toBeLessThanOrEqual(6);
    expect(await everything(services)).toHaveLength(3_005);
  });

  it('are lost and told of, not piled up, while the store hangs; then it goes on', async () => {
    const { services, log } = app();
    const hanging = Promise.withResolvers<void>();
    const { history } = services;
    const slow: Services = {
      ...services,
      history: {
        ...history,
        in: (...path) => {
          const partition = history.in(...path);
          return { ...partition, put: (...put) => hanging.promise.then(() => partition.put(...put)) };
        },
      },
    };
    const bytes = 'x'.repeat(3_000_000);
    // The first is under way, three fill what may wait.
    for (let second = 0; second < 6; second++) rawKeeper(slow)('ten_acme', message(second, { bytes }));
    hanging.resolve();
    await flushBehind(slow);
    expect(log).toEqual([
      { level: 'warn', message: 'Raw messages were not kept: too many at once', tenantId: 'ten_acme', lost: 2 },
    ]);
    rawKeeper(slow)('ten_acme', message(9));
    await flushBehind(slow);
    expect(await everything(services)).toHaveLength(5);
  });

  it('that cannot be written are told of, and cost nobody else anything', async () => {
    const { services, log } = app();
    const broken: Services = {
      ...services,
      history: {
        ...services.history,
        in: (tenantId, ...path) => {
          if (tenantId === 'ten_globex') throw new Error('No answer.');
          return services.history.in(tenantId, ...path);
        },
      },
    };
    rawKeeper(broken)('ten_globex', message(0));
    rawKeeper(broken)('ten_acme', message(0));
    await flushBehind(broken);
    expect(log).toMatchObject([{ level: 'error', message: 'Raw messages were not kept', tenantId: 'ten_globex' }]);
    expect(await everything(services)).toHaveLength(1);
  });
});
