import fc from 'fast-check';
import { bucketOf, wakeUpFor } from '../../../functions/telemetry/wake-up.ts';

const shard = { tenantId: 'ten_acme', shard: 3 };

describe('waking a shard', () => {
  it('is one message for all fixes of a time bucket', () => {
    const ids = [1_000, 1_500, 1_999].map((at) => wakeUpFor(shard, bucketOf(at, 1), 1).messageId);
    expect(new Set(ids)).toEqual(new Set(['ten_acme/3@1']));
  });

  it('is another one for the next bucket, another shard and another company', () => {
    const wakes = [wakeUpFor(shard, 1, 1), wakeUpFor(shard, 2, 1), wakeUpFor({ ...shard, shard: 4 }, 1, 1)];
    const ids = [...wakes, wakeUpFor({ ...shard, tenantId: 'ten_globex' }, 1, 1)].map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(4);
  });

  it('is due after the bucket has ended, so that every fix of it is there', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(0.1, 0.5, 1, 2.5, 60), (at, seconds) => {
        const due = wakeUpFor(shard, bucketOf(at, seconds), seconds).dueAt?.getTime() ?? 0;
        expect(due).toBeGreaterThan(at);
        expect(due - at).toBeLessThanOrEqual(seconds * 1_000 + 251);
      }),
    ));
});
