import type { Documents } from '../../../shared/documents/documents.ts';
import { cachedLookups } from '../../../shared/documents/lookups.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';

describe('many entries that are asked for together', () => {
  it('grow old together: whoever asks for some asks for those that would be asked for next', async () => {
    const stored = memoryDocuments(['pk']);
    let now = 0;
    const asked: number[] = [];
    const counting: Documents = {
      ...stored,
      getMany(pk, addresses) {
        asked.push(addresses.length);
        return stored.getMany(pk, addresses);
      },
    };
    const lookups = cachedLookups(counting, () => now);
    const ids = Array.from({ length: 300 }, (_, index) => `dev-${index}`);
    for (const id of ids) await lookups.save('devices', id, { id }, { stream: `s-${id}`, version: 1 });
    // Ten at a time, as devices report: within half a minute all of them have.
    for (let minute = 0; minute < 12; minute++)
      for (let start = 0; start < ids.length; start += 10) {
        now += 2_000 / 2;
        expect((await lookups.findMany('devices', ids.slice(start, start + 10))).size).toBe(10);
      }
    // Each was asked for once on its own account, and after five minutes all of them at once.
    expect(asked.slice(0, 30)).toEqual(ids.slice(0, 30).map(() => 10));
    expect(asked.slice(30)).toEqual([300]);
  });

  it('that are gone are not asked for on behalf of others', async () => {
    const stored = memoryDocuments(['pk']);
    let now = 0;
    const lookups = cachedLookups(stored, () => now);
    const origin = { stream: 's', version: 1 };
    await lookups.save('devices', 'a', { a: 1 }, origin);
    await lookups.save('devices', 'b', { b: 1 }, { ...origin, stream: 't' });
    await lookups.findMany('devices', ['a', 'b']);
    await lookups.remove('devices', 'b', { stream: 't', version: 2 });
    now += 4 * 60_000;
    expect([...(await lookups.findMany('devices', ['a', 'b'])).keys()]).toEqual(['a']);
  });
});
