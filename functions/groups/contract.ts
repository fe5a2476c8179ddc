import { z } from 'zod';
import { Line } from '../../shared/kernel/text.ts';

export const GroupId = z
  .string()
  .regex(/^grp_[0-9a-z_]{1,60}$/, 'Not an id of a group.')
  .describe('A group of the company.');

export const MAX_DEPTH = 8;
export const MAX_GROUPS = 1_000;

/** One group of the tree as the API shows it. */
export const Group = z
  .object({
    id: GroupId,
    name: z.string(),
    parentId: GroupId.optional().describe('Absent at the top of the tree.'),
    path: z.array(z.string()).describe('The names from the top of the tree down to this group.'),
    archivedAt: z.iso.datetime().optional().describe('Nothing can be put into it since then.'),
    version: z.int().describe('Of the whole tree: every change of any group makes a new one.'),
  })
  .meta({
    id: 'Group',
    description: 'A depot, a region, a department: what vehicles, drivers and roles can belong to.',
  });
export type Group = z.infer<typeof Group>;

export const GroupTree = z
  .object({
    items: z.array(Group).describe('Every group after its parent, siblings by name.'),
    version: z.int(),
  })
  .meta({ id: 'GroupTree' });

const Name = Line(80);

export const AddGroupBody = z.strictObject({
  name: Name,
  parentId: GroupId.optional().describe('Absent: at the top of the tree.'),
});

export const RenameGroupBody = z.strictObject({ name: Name });

export const MoveGroupBody = z.strictObject({
  parentId: GroupId.nullable().describe('`null`: to the top of the tree.'),
});
