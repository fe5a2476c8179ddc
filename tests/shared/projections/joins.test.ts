import { cachedLookups } from '../../../shared/documents/lookups.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import type { Recorded } from '../../../shared/eventstore/event-store.ts';
import { memoryEventStore } from '../../../shared/eventstore/memory-event-store.ts';
import type { Message } from '../../../shared/kernel/decider.ts';
import type { Join, Projection } from '../../../shared/projections/projection.ts';
import { projectionRunner } from '../../../shared/projections/runner.ts';

interface Badge {
  readonly name: string;
  readonly stamps: readonly string[];
}
type BadgeEvent = Message<'Named', { name: string }>;
type Stamped = Message<'Stamped', { stamp: string }>;

const stamps: Join<Badge, Stamped> = {
  streams: 'stamps-',
  apply: (badge, { event }) => ({ ...badge, stamps: [...badge.stamps, event.data.stamp] }),
};
const badges: Projection<Badge, BadgeEvent> = {
  name: 'badges',
  streams: 'badge-',
  apply: (badge, { event }) => ({ stamps: [], ...badge, name: event.data.name }),
  joins: [stamps],
  lookups: ({ name }, tenantId) => [{ pk: `badges:${tenantId}`, id: name, value: { name } }],
};

const CAUSE = { at: '2026-03-02T08:00:00.000Z', actor: 'user:mia', correlationId: 'c-1' };

const open = () => {
  const streams = memoryEventStore();
  const views = memoryDocuments(['tenantId', 'view']);
  const directory = memoryDocuments(['pk']);
  const lookups = cachedLookups(directory);
  const broken: unknown[] = [];
  const onBroken = (_: unknown, error: unknown) => void broken.push(error);
  const fold = projectionRunner([badges as Projection], { streams, views, lookups, onBroken });
  const append = async (streamId: string, ...events: (BadgeEvent | Stamped)[]): Promise<readonly Recorded[]> => {
    const stream = { tenantId: 'ten_acme', streamId };
    const { version } = await streams.read(stream);
    return streams.append(stream, version, events, CAUSE);
  };
  const named = (name: string) => append('badge-1', { type: 'Named', data: { name } });
  const stamped = (...all: string[]) =>
    append('stamps-1', ...all.map((stamp): Stamped => ({ type: 'Stamped', data: { stamp } })));
  const card = async () => (await views.in('ten_acme', 'badges').get('1'))?.doc;
  return { fold, named, stamped, card, lookups, broken };
};

describe('a stream that joins the document of another', () => {
  it('is shown in it, and leaves its version alone', async () => {
    const { fold, named, stamped, card } = open();
    await fold(await named('Mia'));
    await fold(await stamped('a', 'b'));
    expect(await card()).toMatchObject({ name: 'Mia', stamps: ['a', 'b'], version: 1, joined: { 'stamps-': 2 } });
    await fold(await named('Ned'));
    expect(await card()).toMatchObject({ name: 'Ned', stamps: ['a', 'b'], version: 2, joined: { 'stamps-': 2 } });
  });

  it('may come twice, late, or before the document is there', async () => {
    const { fold, named, stamped, card, lookups } = open();
    const [first, a, b, second] = [await named('Mia'), await stamped('a'), await stamped('b'), await named('Ned')];
    await fold(b);
    expect(await card()).toMatchObject({ name: 'Ned', stamps: ['a', 'b'], version: 2, joined: { 'stamps-': 2 } });
    expect(await lookups.find('badges:ten_acme', 'Ned')).toEqual({ name: 'Ned' });
    for (const again of [a, first, b, second]) await fold(again);
    expect(await card()).toMatchObject({ name: 'Ned', stamps: ['a', 'b'], version: 2 });
  });

  it('is read anew when one of its events was missed, and when one of the document’s own was', async () => {
    const { fold, named, stamped, card } = open();
    await fold(await named('Mia'));
    await stamped('a');
    await fold(await stamped('b'));
    expect(await card()).toMatchObject({ stamps: ['a', 'b'] });
    await named('Ned');
    await fold(await named('Oda'));
    expect(await card()).toMatchObject({ name: 'Oda', stamps: ['a', 'b'], version: 3, joined: { 'stamps-': 2 } });
  });

  it('makes no document of its own', async () => {
    const { fold, stamped, card, broken } = open();
    await fold(await stamped('a'));
    expect([await card(), broken]).toEqual([undefined, []]);
  });

  it('comes to the same with two at a time', async () => {
    const { fold, named, stamped, card } = open();
    const all = [await named('Mia'), await stamped('a'), await named('Ned'), await stamped('b')];
    await Promise.all([...all, ...all].map((one) => fold(one)));
    expect(await card()).toMatchObject({ name: 'Ned', stamps: ['a', 'b'], version: 2, joined: { 'stamps-': 2 } });
  });
});
