import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { fleetGroup } from './contract.ts';

/** The one subprotocol the dashboard speaks; a reliable one is of no use where only the newest state counts. */
const SUBPROTOCOL = 'json.webpubsub.azure.v1';

/** Where to connect for live updates. The address carries a token that joins the caller's own company and nothing else. */
export const negotiate = endpoint({
  scope: 'live:read',
  async run({ caller: { tenantId, actor } }, { push }) {
    const address = await push.addressFor(actor, [fleetGroup(tenantId)]);
    return ok({ ...address, subprotocol: SUBPROTOCOL });
  },
});
