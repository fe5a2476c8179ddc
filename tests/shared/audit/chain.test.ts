import fc from 'fast-check';
import { auditChain, type Chains, type Head } from '../../../shared/audit/chain.ts';
import { canonical, type Draft, type Entry, hashOf } from '../../../shared/audit/entry.ts';
import { verify } from '../../../shared/audit/verify.ts';
import type { Documents } from '../../../shared/documents/documents.ts';
import { memoryDocuments } from '../../../shared/documents/memory-documents.ts';

const TENANT = 'ten_acme';
const drafts = (count: number, month = '2026-03', from = 1): Draft[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `vehicle-veh_${month}:${from + index}`,
    at: `${month}-02T08:00:00.000Z`,
    actor: 'user:mia',
    correlationId: 'c-1',
    outcome: 'done',
    action: 'vehicles.VehicleRenamed',
    before: { name: `Van ${from + index}` },
    after: { name: 'Élan\ud800' },
  }));

const open = () => memoryDocuments(['tenantId', 'chain']);

/** A chain of five entries in March and two in April. */
const written = async () => {
  const audit = open();
  const { append } = auditChain(audit);
  await append(TENANT, drafts(3));
  await append(TENANT, drafts(2, '2026-03', 4));
  await append(TENANT, drafts(2, '2026-04'));
  return audit;
};

const entriesOf = async (audit: Documents, chain = '2026-03') =>
  (await audit.in(TENANT, chain).query<Entry>({ range: { field: 'seq', from: 1 }, orderBy: 'seq', limit: 500 })).items;

describe('the chain of a company', () => {
  it('has every entry once, in order, each with the hash of the one before', async () => {
    const audit = await written();
    const entries = await entriesOf(audit);
    expect(entries.map(({ seq, id }) => [seq, id])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [n, `vehicle-veh_2026-03:${n}`]),
    );
    for (const [index, { previous }] of entries.entries())
      if (index > 0) expect(previous).toBe(entries[index - 1]?.hash);
    expect(await verify(audit, TENANT)).toMatchObject({ entries: 7, ends: [{ seq: 5 }, { seq: 2 }] });
  });

  it('goes on from month to month, also when an older month gets more later', async () => {
    const audit = await written();
    await auditChain(audit).append(TENANT, drafts(1, '2026-03', 9));
    await auditChain(audit).append(TENANT, drafts(1, '2026-05'));
    const { opened } = (await audit.in(TENANT, 'chains').get<Chains>('chains'))?.doc ?? { opened: [] };
    expect(opened.map(({ chain, after }) => [chain, after?.chain, after?.seq])).toEqual([
      ['2026-03', undefined, undefined],
      ['2026-04', '2026-03', 5],
      ['2026-05', '2026-04', 2],
    ]);
    expect(await verify(audit, TENANT)).not.toHaveProperty('broken');
  });

  it('has what is written twice once, alone or among others', async () => {
    const audit = open();
    const { append } = auditChain(audit);
    await append(TENANT, drafts(3));
    await append(TENANT, drafts(3));
    await auditChain(audit).append(TENANT, [...drafts(5), ...drafts(2)]);
    expect(await verify(audit, TENANT)).toMatchObject({ entries: 5 });
  });

  it('takes more than the store takes at once', async () => {
    const audit = open();
    await auditChain(audit).append(TENANT, drafts(230));
    expect(await verify(audit, TENANT)).toMatchObject({ entries: 230 });
  });

  it('is one chain however many instances write at once', async () => {
    const audit = open();
    const instances = [auditChain(audit), auditChain(audit), auditChain(audit)];
    await Promise.all(
      [1, 2, 3, 4].flatMap((round) =>
        instances.map(({ append }, index) => append(TENANT, drafts(3, '2026-03', round * 100 + index * 10))),
      ),
    );
    expect(await verify(audit, TENANT)).toMatchObject({ entries: 36 });
    expect(await verify(audit, TENANT)).not.toHaveProperty('broken');
  });

  it('keeps companies apart', async () => {
    const audit = await written();
    await auditChain(audit).append('ten_globex', drafts(1));
    expect(await verify(audit, 'ten_globex')).toMatchObject({ entries: 1 });
    expect(await verify(audit, 'ten_nobody')).toEqual({ tenantId: 'ten_nobody', entries: 0, ends: [] });
  });

  it('survives a crash between noting that a month begins and its first entry', async () => {
    const audit = await written();
    const in_ = audit.in;
    let isKilled = true;
    const dying: Documents = {
      ...audit,
      in(tenantId, ...path) {
        const partition = in_(tenantId, ...path);
        return {
          ...partition,
          putTogether: (puts) => (isKilled ? Promise.reject(new Error('Killed.')) : partition.putTogether(puts)),
        };
      },
    };
    await expect(auditChain(dying).append(TENANT, drafts(1, '2026-05'))).rejects.toThrow('Killed.');
    expect(await verify(audit, TENANT)).toMatchObject({ entries: 7 });
    isKilled = false;
    await auditChain(dying).append(TENANT, drafts(1, '2026-06'));
    await auditChain(dying).append(TENANT, drafts(1, '2026-05'));
    expect(await verify(audit, TENANT)).toMatchObject({ entries: 9 });
    expect(await verify(audit, TENANT)).not.toHaveProperty('broken');
  });
});

/** What somebody with access to the database might do; the entry as it is changed, or undefined for one that is taken away. */
const tampered = async (work: (audit: Documents, entries: readonly Entry[]) => Promise<unknown>) => {
  const audit = await written();
  await work(audit, await entriesOf(audit));
  return (await verify(audit, TENANT)).broken;
};

describe('a chain that somebody has touched', () => {
  const march = (audit: Documents) => audit.in(TENANT, '2026-03');
  const put = (audit: Documents, entry: Entry | undefined, change: object = {}) =>
    march(audit).put(String(entry?.id), { ...entry, ...change });

  it('shows an entry that was changed', async () =>
    expect(await tampered((audit, entries) => put(audit, entries[2], { actor: 'user:bob' }))).toMatchObject({
      chain: '2026-03',
      seq: 3,
      what: 'changed',
    }));

  it('shows an entry that was changed with its hash', async () => {
    const broken = await tampered(async (audit, entries) => {
      const forged = { ...(entries[2] as Entry), actor: 'user:bob' };
      await put(audit, { ...forged, hash: hashOf({ tenantId: TENANT, chain: '2026-03' }, forged) });
    });
    // What follows holds on to the hash that was there.
    expect(broken).toMatchObject({ chain: '2026-03', seq: 4, what: 'changed' });
  });

  it('shows an entry that was removed', async () =>
    expect(await tampered((audit, entries) => march(audit).remove(String(entries[1]?.id)))).toMatchObject({
      seq: 2,
      what: 'removed',
    }));

  it('shows the last one that was removed', async () =>
    expect(await tampered((audit, entries) => march(audit).remove(String(entries[4]?.id)))).toMatchObject({
      seq: 5,
      what: 'removed',
    }));

  it('shows the last ones that were removed with the end set back, by the month that follows', async () =>
    expect(
      await tampered(async (audit, entries) => {
        await march(audit).remove(String(entries[4]?.id));
        await march(audit).put('head', { length: 4, hash: String(entries[3]?.hash) } satisfies Head);
      }),
    ).toMatchObject({ chain: '2026-03', seq: 5, what: 'removed' }));

  it('shows an entry that was put in', async () =>
    expect(
      await tampered((audit, entries) => march(audit).put('invented:1', { ...entries[2], id: 'invented:1' })),
    ).toMatchObject({ what: expect.stringMatching(/inserted|changed/) }));

  it('shows one that was put in at the end', async () =>
    expect(
      await tampered((audit, entries) =>
        march(audit).put('invented:1', { ...entries[4], id: 'invented:1', seq: 6, previous: entries[4]?.hash }),
      ),
    ).toMatchObject({ seq: 6, what: expect.stringMatching(/inserted|changed/) }));

  it('shows entries that have changed places', async () =>
    expect(
      await tampered(async (audit, entries) => {
        await put(audit, entries[1], { seq: 3 });
        await put(audit, entries[2], { seq: 2 });
      }),
    ).toMatchObject({ seq: 2, what: 'changed' }));

  it('shows a month that was removed as a whole', async () =>
    expect(
      await tampered(async (audit, entries) => {
        for (const { id } of entries) await march(audit).remove(id);
        await march(audit).remove('head');
      }),
    ).toMatchObject({ chain: '2026-03', what: 'removed' }));

  it('shows an entry that lists would find under another subject', async () =>
    expect(await tampered((audit, entries) => put(audit, entries[0], { subjectId: 'veh_other' }))).toMatchObject({
      seq: 1,
      what: 'changed',
    }));

  it('shows whatever single member of whatever entry is changed', async () => {
    const members = ['id', 'at', 'actor', 'correlationId', 'outcome', 'action', 'before', 'after', 'previous', 'hash'];
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.constantFrom(...members), fc.string(), async (index, member, value) => {
        const broken = await tampered(async (audit, entries) => {
          const entry = entries[index];
          fc.pre(canonical({ ...entry, [member]: value }) !== canonical(entry));
          await march(audit).put(String(entry?.id), {
            ...entry,
            id: entry?.id,
            ...(member !== 'id' && { [member]: value }),
          });
          if (member === 'id') await march(audit).put(`other-${value}`, { ...entry });
        });
        expect(broken).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });
});
