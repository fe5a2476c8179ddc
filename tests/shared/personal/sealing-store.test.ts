import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';
import { memoryEventStore } from '../../../shared/eventstore/memory-event-store.ts';
import type { Message } from '../../../shared/kernel/decider.ts';
import { personalKeys } from '../../../shared/personal/keys.ts';
import { opener, sealing } from '../../../shared/personal/sealing-store.ts';

type Hired = Message<'Hired', { since: string; personal?: { name: string; phone?: string } }>;

const CAUSE = { at: '2026-03-02T08:00:00.000Z', actor: 'system:test', correlationId: 'c-1' };
const stream = { tenantId: 'ten_acme', streamId: 'driver-drv_1' };
const other = { ...stream, streamId: 'driver-drv_2' };
const hired: Hired = { type: 'Hired', data: { since: '2026-03-01', personal: { name: 'Ann Miller', phone: '+49 1' } } };

const scene = () => {
  const operations = memoryDocuments(['tenantId', 'kind']);
  const stored = memoryEventStore();
  const keys = personalKeys(operations);
  return { operations, stored, keys, store: sealing(stored, keys) };
};

describe('personal data in events', () => {
  it('reads as it was written', async () => {
    const { store } = scene();
    const [appended] = await store.append(stream, 0, [hired], CAUSE);
    expect(appended).toMatchObject({ version: 1, event: hired });
    expect((await store.read(stream)).events[0]?.event).toEqual(hired);
  });

  it('is not to be seen in what is stored, but for the names of its fields', async () => {
    const { store, stored } = scene();
    await store.append(stream, 0, [hired], CAUSE);
    const { events } = await stored.read<Hired>(stream);
    expect(JSON.stringify(events)).not.toMatch(/Ann|\+49/);
    expect(events[0]?.event.data).toEqual({
      since: '2026-03-01',
      sealed: { fields: ['name', 'phone'], text: expect.any(String) },
    });
  });

  it('is gone from every copy once its key is forgotten, and the rest of the event stays', async () => {
    const { store, stored, keys } = scene();
    await store.append(stream, 0, [hired], CAUSE);
    const copy = (await stored.read<Hired>(stream)).events;
    await keys.forget(stream);
    const left = { type: 'Hired', data: { since: '2026-03-01' } };
    expect((await store.read(stream)).events.map(({ event }) => event)).toEqual([left]);
    expect((await opener(keys)(copy)).map(({ event }) => event)).toEqual([left]);
  });

  it('cannot be added any more then, by a straggler either', async () => {
    const { store, keys } = scene();
    await store.append(stream, 0, [hired], CAUSE);
    await keys.forget(stream);
    await expect(store.append(stream, 1, [hired], CAUSE)).rejects.toMatchObject({ code: 'personal/erased' });
    expect((await store.read(stream)).version).toBe(1);
  });

  it('is lost with the key of its own stream alone', async () => {
    const { store, keys } = scene();
    await store.append(stream, 0, [hired], CAUSE);
    await store.append(other, 0, [hired], CAUSE);
    await keys.forget(stream);
    expect((await store.read(other)).events[0]?.event).toEqual(hired);
  });

  it('does not open in another stream than it was written for', async () => {
    const { store, stored, operations } = scene();
    await store.append(stream, 0, [hired], CAUSE);
    const { events } = await stored.read<Hired>(stream);
    const moved = events.map(({ event }) => event);
    await stored.append(other, 0, moved, CAUSE);
    const kept = operations.in('ten_acme', 'personal-keys');
    await kept.put(other.streamId, (await kept.get(stream.streamId))?.doc ?? {});
    await expect(store.read(other)).rejects.toThrow();
  });

  it('gets one key, whoever comes first', async () => {
    const { operations, stored } = scene();
    const [one, two] = [sealing(stored, personalKeys(operations)), sealing(stored, personalKeys(operations))];
    await Promise.allSettled([one.append(stream, 0, [hired], CAUSE), two.append(stream, 0, [hired], CAUSE)]);
    await two.append(stream, 1, [hired], CAUSE);
    expect((await one.read(stream)).events.map(({ event }) => event)).toEqual([hired, hired]);
  });

  it('leaves events without any as they are', async () => {
    const { store, stored, operations } = scene();
    const plain = { type: 'Moved', data: { groupId: 'grp_1' } };
    await store.append(stream, 0, [plain], CAUSE);
    expect((await stored.read(stream)).events[0]?.event).toEqual(plain);
    expect(await operations.in('ten_acme', 'personal-keys').count()).toBe(0);
  });
});
