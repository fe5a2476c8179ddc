import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { memberOf } from '../access/contract.ts';
import { branchGroup, fleetGroup, LiveAddress, limitedGroup, memberGroup } from './contract.ts';

/** The one subprotocol the dashboard speaks; a reliable one is of no use where only the newest state counts. */
const SUBPROTOCOL = 'json.webpubsub.azure.v1';

const fleetOf = ({ tenantId, limitedTo }: Caller): string[] =>
  limitedTo
    ? [limitedGroup(tenantId), ...limitedTo.map((groupId) => branchGroup(tenantId, groupId))]
    : [fleetGroup(tenantId)];

/**
 * Where to connect for live updates. The address carries a token that joins the caller's own company, if they may see the fleet, or the groups they are
 * limited to, and what concerns them alone; and nothing else.
 */
export const negotiate = endpoint({
  summary: 'Open the live channel',
  scope: 'self:read',
  answer: LiveAddress,
  async run({ caller }, { push }) {
    const { tenantId, actor, scopes } = caller;
    const memberId = memberOf(actor);
    const groups = [
      ...(scopes.has('live:read') ? fleetOf(caller) : []),
      ...(memberId ? [memberGroup(tenantId, memberId)] : []),
    ];
    const address = await push.addressFor(actor, groups);
    return ok({ ...address, subprotocol: SUBPROTOCOL });
  },
});
