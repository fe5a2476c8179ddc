import { type Area, area, http, projection } from '../../shared/area.ts';
import { addGroup, archiveGroup, moveGroup, renameGroup } from './change-groups.ts';
import { getGroup, listGroups } from './read-groups.ts';
import { treeCards } from './tree-card.ts';

/** @param areas every area, once all of them are there: what they keep may belong to groups. */
export const groupsOf = (areas: () => readonly Area[]): Area =>
  area('groups', {
    list: http('GET groups', listGroups),
    add: http('POST groups', addGroup),
    get: http('GET groups/{groupId}', getGroup),
    rename: http('PATCH groups/{groupId}', renameGroup),
    move: http('POST groups/{groupId}/move', moveGroup),
    archive: http('POST groups/{groupId}/archive', archiveGroup(areas)),
    tree: projection(treeCards),
  });
