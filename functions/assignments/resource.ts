import { resource } from '../../shared/resources/resource.ts';
import { recordOf } from './assigned.ts';
import { assignmentCards } from './assignment-cards.ts';
import { AssignmentRecord } from './contract.ts';

/** For its feed: lists and single reads say what the clock says, too. */
export const assignmentResource = resource({
  name: 'assignments',
  noun: 'assignment',
  param: 'assignmentId',
  scope: 'assignments:read',
  projection: assignmentCards,
  schema: AssignmentRecord,
  shown: recordOf,
  sorts: { from: 'from' },
  ungrouped: true,
});
