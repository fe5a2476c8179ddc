import { z } from 'zod';
import type { Area } from '../../shared/area.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { maySee } from '../../shared/identity/caller.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { AddGroupBody, Group, MoveGroupBody, RenameGroupBody } from './contract.ts';
import { requireUnused } from './in-use.ts';
import { shownTo } from './shown.ts';
import { groupTree, type TreeCommand, treeStream } from './tree.ts';

const handle = execute(groupTree);
const one = z.object({ groupId: z.string() });

type Asked = Input<unknown, unknown, unknown>;

/** Runs a command on the tree and answers what the group is then. */
const change = async (input: Asked, { streams }: Services, groupId: string, command: TreeCommand) => {
  const { caller } = input;
  const { state, version } = await handle(streams, treeStream(caller.tenantId), command, causeOf(input));
  const known = caller.groups && new Set([...caller.groups, groupId]);
  const group = shownTo(known ? { groups: known } : {}, state, version).find(({ id }) => id === groupId);
  if (!group) throw notFound('groups/not-found', 'There is no such group.');
  return group;
};

const requireSeen = ({ caller }: Asked, groupId: string): void => {
  if (!maySee(caller, groupId)) throw notFound('groups/not-found', 'There is no such group.');
};

/** A new group. */
export const addGroup = endpoint({
  summary: 'Add a group',
  scope: 'groups:write',
  body: AddGroupBody,
  answer: created(Group),
  async run(input, services) {
    const { name, parentId } = input.body;
    await requireGroup(services, input.caller, parentId, 'parentId');
    const groupId = input.newId('grp');
    const data = { groupId, name, parentId: parentId ?? null, now: input.now };
    const group = await change(input, services, groupId, { type: 'Add', data });
    return entity(group, { status: 201, location: `/api/v1/groups/${groupId}` });
  },
});

/** Another name for a group. */
export const renameGroup = endpoint({
  summary: 'Rename a group',
  scope: 'groups:write',
  params: one,
  body: RenameGroupBody,
  answer: Group,
  async run(input, services) {
    const { groupId } = input.params;
    requireSeen(input, groupId);
    const data = { groupId, name: input.body.name, now: input.now };
    return entity(await change(input, services, groupId, { type: 'Rename', data }));
  },
});

/** Takes a group, with everything below it, to another place in the tree. */
export const moveGroup = endpoint({
  summary: 'Move a group with everything below it',
  scope: 'groups:write',
  params: one,
  body: MoveGroupBody,
  answer: Group,
  async run(input, services) {
    const { groupId } = input.params;
    const { parentId } = input.body;
    requireSeen(input, groupId);
    await requireGroup(services, input.caller, parentId ?? undefined, 'parentId');
    const data = { groupId, parentId, now: input.now };
    return entity(await change(input, services, groupId, { type: 'Move', data }));
  },
});

/** Ends a group that is empty. */
export const archiveGroup = (areas: () => readonly Area[]) =>
  endpoint({
    summary: 'Archive a group to which nothing belongs',
    description: 'Vehicles, drivers, places, roles and whatever else belongs to it must be moved elsewhere first.',
    scope: 'groups:write',
    params: one,
    answer: Group,
    async run(input, services) {
      const { groupId } = input.params;
      requireSeen(input, groupId);
      await requireUnused(services, input.caller.tenantId, groupId, areas());
      return entity(await change(input, services, groupId, { type: 'Archive', data: { groupId, now: input.now } }));
    },
  });
