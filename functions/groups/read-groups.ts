import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { unlessKnown } from '../../shared/http/respond.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import type { Services } from '../../shared/services.ts';
import { Group, GroupTree } from './contract.ts';
import { shownTo } from './shown.ts';
import { groupTree, type Tree, type TreeEvent, treeStream } from './tree.ts';
import { TREE_ID, type TreeCard, treeCards, treeOf } from './tree-card.ts';

interface Asked {
  readonly asOf?: string | undefined;
  readonly atLeast?: number | undefined;
}

/** What a read of the tree may say about time. */
const TIMES = {
  asOf: z.iso.datetime({ offset: true }).optional().describe('As it was at this instant.'),
  atLeast: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Not older than this version: what a change has answered.'),
};

const treeNow = async (
  { views, streams }: Services,
  tenantId: string,
  { asOf, atLeast = 0 }: Asked,
): Promise<{ tree: Tree; version: number }> => {
  const stored = asOf ? undefined : await views.in(tenantId, treeCards.name).get<Versioned<TreeCard>>(TREE_ID);
  if (!asOf && (stored?.doc.version ?? 0) >= atLeast)
    return { tree: treeOf(stored?.doc), version: stored?.doc.version ?? 0 };
  const { events } = await streams.read<TreeEvent>(treeStream(tenantId));
  const instant = asOf && new Date(asOf).toISOString();
  const end = instant ? events.findIndex(({ at }) => at > instant) : -1;
  const until = end < 0 ? events : events.slice(0, end);
  return {
    tree: fold(
      groupTree,
      until.map(({ event }) => event),
    ),
    version: until.length,
  };
};

/** The company's groups, every one after its parent. */
export const listGroups = endpoint({
  summary: 'List the groups as a tree',
  description: 'All of them at once: there are 1,000 at most. Whoever is limited to a branch sees that branch.',
  scope: 'groups:read',
  query: z.strictObject({
    ...TIMES,
    archived: z.enum(['true', 'false']).default('false').describe('Whether archived groups are listed, too.'),
  }),
  answer: GroupTree,
  async run({ query: { archived, ...asked }, caller, request }, services) {
    const { tree, version } = await treeNow(services, caller.tenantId, asked);
    const all = shownTo(caller, tree, version);
    const items = archived === 'true' ? all : all.filter(({ archivedAt }) => !archivedAt);
    return unlessKnown(request.headers.get('if-none-match'), { items, version });
  },
});

/** One group. */
export const getGroup = endpoint({
  summary: 'Get a group',
  scope: 'groups:read',
  params: z.object({ groupId: z.string() }),
  query: z.strictObject(TIMES),
  answer: Group,
  async run({ params: { groupId }, query, caller, request }, services) {
    const { tree, version } = await treeNow(services, caller.tenantId, query);
    const found = shownTo(caller, tree, version).find(({ id }) => id === groupId);
    if (!found) throw notFound('groups/not-found', 'There is no such group.');
    return unlessKnown(request.headers.get('if-none-match'), found);
  },
});
