import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOfNew } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import { connection, connectionStream } from './connection.ts';
import { ConnectedProvider, ConnectProviderBody } from './contract.ts';
import { requireComplete, secretOf } from './requirements.ts';
import { connectionResource } from './resource.ts';
import { keepSecret } from './secret.ts';

const handle = execute(connection);

export const connectProvider = endpoint({
  summary: 'Connect a telematics provider',
  description:
    'A webhook: give the provider the address in `webhookPath`. A secret that is made here is shown in this answer and never again; Samsara makes its own, to be set as soon as it is known. A device of the provider is registered as `<provider>:<its id there>`; until then it waits in quarantine.',
  scope: 'providers:write',
  body: ConnectProviderBody,
  answer: created(ConnectedProvider),
  async run(input, services) {
    const { body, caller, now } = input;
    const { tenantId } = caller;
    requireComplete(body, services.outbound.mayAsk);
    await requireGroup(services, caller, body.groupId);
    const connectionId = input.newId('con');
    const secret = secretOf(body, input.newKey);
    // Before the event that names it: what is left over in the vault after a crash opens nothing.
    const secretVersion = secret && (await keepSecret(services, tenantId, connectionId, secret.text));
    const { secret: _, ...described } = body;
    const data = { ...described, connectionId, ...(secretVersion && { secretVersion }), now };
    const stream = connectionStream(tenantId, connectionId);
    const { version } = await handle(services.streams, stream, { type: 'Connect', data }, causeOfNew(input));
    const connected = await connectionResource.find(services, caller, connectionId, version);
    const location = `/api/v1/provider-connections/${connectionId}`;
    const headers = { etag: `"${version}"`, location, 'cache-control': 'no-store' };
    return json(201, { ...connected, ...(secret?.isOurs && { secret: secret.text }) }, headers);
  },
});
