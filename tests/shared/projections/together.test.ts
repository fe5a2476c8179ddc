import type { Documents } from '../../../shared/documents/documents.ts';
import { cachedLookups } from '../../../shared/documents/lookups.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import type { Recorded } from '../../../shared/eventstore/event-store.ts';
import { memoryEventStore } from '../../../shared/eventstore/memory-event-store.ts';
import type { Projection } from '../../../shared/projections/projection.ts';
import { projecting, projectionRunner } from '../../../shared/projections/runner.ts';
import { type Badge, badges, type Named, named } from './badges.ts';

const { lookups: _, ...plain } = badges;
/** A view that breaks on one name. */
const rings: Projection<Badge, Named> = {
  ...plain,
  name: 'rings',
  apply(badge, recorded) {
    if (recorded.event.data.name === 'Nobody') throw new Error('Nobody has a ring.');
    return plain.apply(badge, recorded);
  },
};

const CAUSE = { at: '2026-03-02T08:00:00.000Z', actor: 'user:mia', correlationId: 'c-1' };
const TENANT = 'ten_acme';

const open = (partitions = ['rings']) => {
  const feed: Recorded[] = [];
  const stored = memoryEventStore((recorded) => void feed.push(...recorded));
  const kept = memoryDocuments(['tenantId', 'view']);
  const asked: string[] = [];
  const views: Documents = {
    ...kept,
    in(...path) {
      asked.push('one');
      return kept.in(...path);
    },
    getMany(tenantId, addresses) {
      asked.push(`get ${addresses.length}`);
      return kept.getMany(tenantId, addresses);
    },
    putMany(tenantId, puts) {
      asked.push(`put ${puts.length}`);
      return kept.putMany(tenantId, puts);
    },
  };
  const broken: string[] = [];
  const ports = {
    streams: stored,
    views,
    partitionsOf: async () => partitions,
    lookups: cachedLookups(memoryDocuments(['pk'])),
    onBroken: ({ streamId }: { readonly streamId: string }) => void broken.push(streamId),
  };
  const fold = projectionRunner([rings as Projection], ports);
  const store = projecting(stored, fold, (error) => {
    throw error;
  });
  const ring = async (id: string, partition = 'rings') => (await kept.in(TENANT, partition).get<Badge>(id))?.doc;
  const give = (names: readonly string[], expected = 0) =>
    store.appendEach(
      TENANT,
      names.map((name, index) => ({ streamId: `badge-${index}`, expected, event: named(name) })),
      CAUSE,
    );
  return { store, feed, fold, ring, give, asked, broken };
};

describe('folding the events of many streams', () => {
  it('writes all new documents at once, without looking for them', async () => {
    const { give, ring, asked } = open();
    await give(['Mia', 'Moe', 'Max']);
    expect(asked).toEqual(['put 3']);
    expect(await ring('2')).toEqual({ id: '2', names: ['Max'], version: 1 });
  });

  it('reads and writes those that are there once each', async () => {
    const { give, ring, asked } = open();
    await give(['Mia', 'Moe']);
    asked.length = 0;
    await give(['Mia B', 'Moe B'], 1);
    expect(asked).toEqual(['get 2', 'put 2']);
    expect(await ring('1')).toEqual({ id: '1', names: ['Moe', 'Moe B'], version: 2 });
  });

  it('only looks when the feed brings what is folded already', async () => {
    const { give, feed, fold, asked } = open();
    await give(['Mia', 'Moe']);
    asked.length = 0;
    await fold(feed);
    expect(asked).toEqual(['get 2']);
  });

  it('finds what a gap hides, and lets the others not wait for it', async () => {
    const { store, give, feed, fold, ring } = open();
    await give(['Mia', 'Moe']);
    await store.append({ tenantId: TENANT, streamId: 'badge-0' }, 1, [named('Mia B'), named('Mia C')], CAUSE);
    const kept = feed.filter(({ version, streamId }) => version === 3 || streamId === 'badge-1');
    await fold(kept);
    expect(await ring('0')).toEqual({ id: '0', names: ['Mia', 'Mia B', 'Mia C'], version: 3 });
  });

  it('says which stream a view cannot take, and folds the others', async () => {
    const { give, ring, broken } = open();
    await give(['Mia', 'Nobody', 'Max']);
    expect(broken).toEqual(['badge-1']);
    expect([(await ring('0'))?.names, await ring('1'), (await ring('2'))?.names]).toEqual([
      ['Mia'],
      undefined,
      ['Max'],
    ]);
  });

  it('keeps both generations of a view that is being rebuilt', async () => {
    const { give, ring } = open(['rings', 'rings@2']);
    await give(['Mia', 'Moe']);
    expect([await ring('1'), await ring('1', 'rings@2')]).toMatchObject([{ names: ['Moe'] }, { names: ['Moe'] }]);
  });
});
