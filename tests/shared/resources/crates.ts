import { z } from 'zod';
import { area, http, projection, view } from '../../../shared/area.ts';
import type { Caller } from '../../../shared/identity/caller.ts';
import { groupTreeAddress } from '../../../shared/identity/group-tree.ts';
import type { Message } from '../../../shared/kernel/decider.ts';
import { unauthenticated } from '../../../shared/kernel/errors.ts';
import type { Projection } from '../../../shared/projections/projection.ts';
import { feed } from '../../../shared/resources/feed.ts';
import { flag, has, one, oneOf } from '../../../shared/resources/filters.ts';
import { list } from '../../../shared/resources/list.ts';
import { type Resource, resource } from '../../../shared/resources/resource.ts';
import { get, history } from '../../../shared/resources/single.ts';
import { world } from '../../../shared/testing/world.ts';

type Packed = Message<'CratePacked', Omit<z.output<typeof Crate>, 'id' | 'version'>>;
type Relabelled = Message<'CrateRelabelled', { name: string }>;
type CrateEvent = Packed | Relabelled;

export const Crate = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['cold', 'dry']),
  fragile: z.boolean(),
  weight: z.number(),
  packedOn: z.iso.date(),
  labels: z.array(z.string()),
  groupId: z.string().exactOptional(),
  version: z.int(),
});

type Stored = Omit<z.output<typeof Crate>, 'version'> & { sortName: string };
const named = (crate: Omit<Stored, 'sortName'>): Stored => ({ ...crate, sortName: crate.name.toLowerCase() });

const crates: Projection<Stored, CrateEvent> = {
  name: 'crates',
  streams: 'crate-',
  apply(crate, { event, streamId }) {
    if (event.type === 'CratePacked') return named({ id: streamId.slice('crate-'.length), ...event.data });
    return crate && named({ ...crate, ...event.data });
  },
};

const crateResource = resource({
  name: 'crates',
  noun: 'crate',
  param: 'crateId',
  scope: 'crates:read',
  projection: crates,
  schema: Crate,
  shown: ({ sortName: _, ...crate }) => crate,
  filters: {
    kind: oneOf(['cold', 'dry']),
    fragile: flag(),
    label: has(z.string().max(20), { field: 'labels' }),
    groupId: one(z.string(), { subtree: true }),
  },
  ranges: { packedOn: 'date', weight: 'number' },
  sorts: { name: 'sortName', weight: 'weight' },
  search: ['name'],
  groupField: 'groupId',
});

const callerOf = (who: string): Caller => ({
  tenantId: who === 'stranger' ? 'ten_globex' : 'ten_acme',
  actor: `user:${who}`,
  roles: [],
  scopes: new Set(['crates:read'] as const),
  ...(who === 'north' && { groups: new Set(['grp_north', 'grp_harbour']) }),
});

/** Events by crate: `hat`, `egg` and `tin` lie in groups of a small tree, `ink` in none. */
const PACKED: readonly [id: string, event: CrateEvent][] = [
  ['cra_1', packed('Hats', { groupId: 'grp_north', labels: ['soft'] })],
  ['cra_2', packed('eggs', { groupId: 'grp_harbour', kind: 'cold', fragile: true, weight: 4, packedOn: '2026-02-10' })],
  ['cra_3', packed('Tins', { groupId: 'grp_south', weight: 40, labels: ['metal', 'soft'] })],
  ['cra_4', packed('Ink', { weight: 2, packedOn: '2026-02-20' })],
];

function packed(name: string, some: Partial<Packed['data']>): Packed {
  const usual = { kind: 'dry', fragile: false, weight: 10, packedOn: '2026-01-05', labels: [] } as const;
  return { type: 'CratePacked', data: { name, ...usual, labels: [...usual.labels], ...some } };
}

export const causeAt = (at: string) => ({ at, actor: 'user:mia', correlationId: 'c-1' });

/** An app that shows crates. Who asks says so in `x-who`: `mia`, `north` who is limited to a group, a `stranger`. */
export const yard = async () => {
  const app = world({
    areas: [
      area('crates', {
        list: http('GET crates', list(crateResource, { summary: 'List crates' })),
        ofKind: http(
          'GET kinds/{kind}/crates',
          list(crateResource, {
            summary: 'List crates of a kind',
            params: z.object({ kind: z.string() }),
            within: async ({ params: { kind } }) => ({ kind }),
          }),
        ),
        get: http('GET crates/{crateId}', get(crateResource, { summary: 'Show a crate' })),
        history: http('GET crates/{crateId}/history', history(crateResource, { summary: 'Show its history' })),
        feed: http('GET feed/crates', feed(crateResource as unknown as Resource)),
        cards: view(crates, crateResource),
        unseen: projection({ ...crates, name: 'unseen', streams: 'unseen-' }),
      }),
    ],
    authenticate: () => async (request) => {
      const who = request.headers.get('x-who');
      if (!who) throw unauthenticated('access/sign-in', 'Sign in.');
      return callerOf(who);
    },
  });
  const { streams, lookups } = app.services;
  const { pk, id } = groupTreeAddress('ten_acme');
  const parents = { grp_north: null, grp_harbour: 'grp_north', grp_south: null };
  await lookups.save(pk, id, { parents }, { stream: 'ten_acme/groups', version: 1 });
  for (const [crate, event] of PACKED)
    await streams.append(
      { tenantId: 'ten_acme', streamId: `crate-${crate}` },
      0,
      [event],
      causeAt('2026-03-01T00:00:00.000Z'),
    );
  const ask = (path: string, who = 'mia', headers: Record<string, string> = {}) =>
    app.ask('GET', path, { headers: { 'x-who': who, ...headers } });
  const names = async (path: string, who?: string) =>
    ((await ask(path, who)).body.items as { name: string }[] | undefined)?.map(({ name }) => name);
  /** Gives a crate another name. */
  const relabel = async (crate: string, name: string, at = '2026-03-01T12:00:00.000Z') => {
    const stream = { tenantId: 'ten_acme', streamId: `crate-${crate}` };
    const { version } = await streams.read(stream);
    await streams.append(stream, version, [{ type: 'CrateRelabelled', data: { name } }], causeAt(at));
  };
  return { app, ask, names, relabel };
};
