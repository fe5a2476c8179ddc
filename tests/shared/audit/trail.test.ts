import type { Entry } from '../../../shared/audit/entry.ts';
import { factsOf } from '../../../shared/audit/facts.ts';
import { withoutSecrets } from '../../../shared/audit/hidden.ts';
import { audited, trailOf } from '../../../shared/audit/trail.ts';
import type { Documents } from '../../../shared/documents/documents.ts';
import type { Recorded } from '../../../shared/eventstore/event-store.ts';
import { FleetError } from '../../../shared/kernel/errors.ts';
import { world } from '../../../shared/testing/world.ts';

const refusal = (actor: string) => ({
  at: '2026-03-02T08:00:00.000Z',
  actor,
  correlationId: 'c-1',
  action: 'vehicles-register',
  refusal: { status: 403, code: 'scope/missing', message: 'No.' },
});

/** A trail whose store answers as long as it is told to. */
const scene = () => {
  let isDown = false;
  let writes = 0;
  const app = world(
    { areas: [], authenticate: () => async () => Promise.reject(new Error('Nobody asks.')) },
    (usual) => ({
      audit: {
        ...usual.audit,
        in(tenantId, ...path) {
          const partition = usual.audit.in(tenantId, ...path);
          const putTogether: typeof partition.putTogether = async (puts) => {
            if (isDown) throw new FleetError('upstream', 'store/unavailable', 'The store does not answer.');
            writes += 1;
            return partition.putTogether(puts);
          };
          return { ...partition, putTogether };
        },
      } satisfies Documents,
    }),
  );
  const entries = async (tenant = 'ten_acme') =>
    (await app.services.audit.in(tenant, '2026-03').query<Entry>({ range: { field: 'seq', from: 1 }, limit: 5_000 }))
      .items;
  return {
    app,
    trail: trailOf(app.services),
    entries,
    writes: () => writes,
    down(down: boolean) {
      isDown = down;
    },
  };
};

describe('refusals', () => {
  it('that come at once are written together, and nobody waits for them', async () => {
    const { trail, entries, writes } = scene();
    for (let n = 0; n < 200; n++) trail.refused('ten_acme', refusal(`user:${n}`));
    expect(await entries()).toEqual([]);
    await trail.flush();
    expect(await entries()).toHaveLength(200);
    expect(writes()).toBeLessThan(10);
  });

  it('of a flood are counted: an attacker fills no disk', async () => {
    const { trail, entries } = scene();
    for (let n = 0; n < 10_000; n++) trail.refused('ten_acme', refusal('user:mallory'));
    await trail.flush();
    expect(await entries()).toMatchObject([{ actor: 'user:mallory' }, { actor: 'user:mallory', count: 9_999 }]);
  });

  it('of very many are given up at some point, in the log, rather than kept in memory', async () => {
    const { app, trail, entries } = scene();
    for (let n = 0; n < 3_000; n++) trail.refused('ten_acme', refusal(`user:${n}`));
    await trail.flush();
    expect((await entries()).length).toBeLessThan(3_000);
    expect(app.log).toContainEqual(expect.objectContaining({ message: 'Refusals are missing in the audit trail' }));
  });

  it('keep companies apart', async () => {
    const { trail, entries } = scene();
    trail.refused('ten_acme', refusal('user:mia'));
    trail.refused('ten_globex', refusal('user:mia'));
    await trail.flush();
    expect([(await entries()).length, (await entries('ten_globex')).length]).toEqual([1, 1]);
  });

  it('wait for a store that is away for a moment', async () => {
    const { trail, entries, down } = scene();
    down(true);
    trail.refused('ten_acme', refusal('user:mia'));
    await new Promise(setImmediate);
    down(false);
    await trail.flush();
    expect(await entries()).toHaveLength(1);
  });
});

describe('something sensitive', () => {
  const reading = {
    caller: { tenantId: 'ten_acme', actor: 'user:mia', roles: [], scopes: new Set([]) },
    now: '2026-03-02T08:00:00.000Z',
    from: '192.0.2.7',
    correlationId: 'c-1',
  };
  const what = { action: 'documents.download', subject: { kind: 'document', id: 'doc_1' } };

  it('is written down before it is given out', async () => {
    const { app, entries } = scene();
    await audited(app.services, reading, what);
    expect(await entries()).toMatchObject([{ ...what, outcome: 'read', actor: 'user:mia', from: '192.0.2.7', seq: 1 }]);
  });

  it('is not given out when that cannot be written down', async () => {
    const { app, down } = scene();
    down(true);
    await expect(audited(app.services, reading, what)).rejects.toMatchObject({ kind: 'upstream' });
  });
});

describe('what a fact changed', () => {
  const fact = (version: number, data: object): Recorded => ({
    tenantId: 'ten_acme',
    streamId: 'crate-crt_1',
    version,
    event: { type: 'CrateMoved', data },
    at: '2026-03-02T08:00:00.000Z',
    actor: 'user:mia',
    correlationId: 'c-1',
  });
  const told = (before: object, after: object, data: object = {}) =>
    factsOf(
      {
        area: 'crates',
        kind: 'crate',
        id: 'crt_1',
        changesOf: () => new Map([[2, { id: 'crt_1', before: { ...before }, after: { ...after } }]]),
      },
      [fact(2, data)],
      [],
    )[0];

  it('is what differs, as deep as it goes, and nothing else', () =>
    expect(
      told(
        { a: 1, b: { c: [1, 2] }, d: 'x', same: { y: 1, x: 2 } },
        { a: 1, b: { c: [1, 3] }, e: true, same: { x: 2, y: 1 } },
      ),
    ).toMatchObject({
      id: 'crate-crt_1:2',
      action: 'crates.CrateMoved',
      before: { b: { c: [1, 2] }, d: 'x' },
      after: { b: { c: [1, 3] }, e: true },
    }));

  it('is nothing where nothing can be seen', () => {
    const entry = told({ a: 1 }, { a: 1 });
    for (const member of ['before', 'after', 'data']) expect(entry).not.toHaveProperty(member);
  });

  it('comes with what the event says beside it, and without what the entity shows in its own way', () => {
    const data = { phone: '+49 721 2', reason: 'Typo', crateId: 'crt_1', deep: { phone: '+49' } };
    const entry = told({ phone: '***1' }, { phone: '***2' }, data);
    expect([entry?.after, entry?.data]).toEqual([{ phone: '***2' }, { reason: 'Typo' }]);
  });

  it('is only told of when it is too much to be kept for ever', () =>
    expect(told({ notes: 'x' }, { notes: 'y'.repeat(100_000) })).toMatchObject({
      before: { notes: 'x' },
      after: { omitted: expect.stringContaining('in notes') },
    }));

  it('is without secrets, at whatever depth', () =>
    expect(
      withoutSecrets({
        name: 'ERP',
        keyHash: 'h',
        apiKey: 'k',
        deep: [{ token: 't', kept: 1 }],
        clientSecret: 's',
        monkey: 2,
      }),
    ).toEqual({ name: 'ERP', deep: [{ kept: 1 }], monkey: 2 }));
});
