import { badRequest } from '../errors.ts';
import { type Call, connectionOf, existence, type Operations } from './operation.ts';

const PERMISSIONS: ReadonlySet<string> = new Set(['joinLeaveGroup', 'sendToGroup']);

/** The role a path and `targetName` name: for one group, or for all when there is no target. */
const roleOf = ({ subject, query }: Call): { role: string; general: string } => {
  if (!PERMISSIONS.has(subject))
    throw badRequest(`'${subject}' is not a permission; use ${[...PERMISSIONS].join(', ')}.`);
  const general = `webpubsub.${subject}`;
  const target = query.get('targetName');
  return { role: target ? `${general}.${target}` : general, general };
};

export const permissionOperations: Operations = {
  'PUT permissions/*/connections/*': (call) => {
    const { role } = roleOf(call);
    connectionOf(call.hub, call.object).roles.add(role);
    return 200;
  },
  'DELETE permissions/*/connections/*': (call) => {
    const { role } = roleOf(call);
    call.hub.connections.get(call.object)?.roles.delete(role);
    return 204;
  },
  'HEAD permissions/*/connections/*': (call) => {
    const { role, general } = roleOf(call);
    const roles = call.hub.connections.get(call.object)?.roles;
    return existence(roles !== undefined && (roles.has(role) || roles.has(general)));
  },
};
