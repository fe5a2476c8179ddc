import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { entity, json } from '../../shared/http/respond.ts';
import type { Scope } from '../../shared/identity/caller.ts';
import { requireGroups } from '../../shared/identity/group-tree.ts';
import { hashOf } from '../../shared/identity/keys.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Services } from '../../shared/services.ts';
import { type ApiClientCommand, apiClient, apiClientStream } from './api-client.ts';
import { apiClientResource } from './api-client-cards.ts';
import { ApiClient, ApiClientWithKey, IssueApiClientBody, RotateApiClientBody } from './contract.ts';
import { requireScopes } from './rank.ts';

const handle = execute(apiClient);
const one = z.object({ clientId: z.string().max(100) });

const change = async (
  input: Input<unknown, unknown, unknown>,
  services: Services,
  clientId: string,
  command: ApiClientCommand,
) => {
  const { tenantId } = input.caller;
  const { version } = await handle(services.streams, apiClientStream(tenantId, clientId), command, causeOf(input));
  return apiClientResource.find(services, input.caller, clientId, version);
};

const requireFuture = (expiresAt: string | undefined, now: string): void => {
  if (expiresAt !== undefined && expiresAt <= now)
    throw invalid('body/invalid', 'The body is not valid: expiresAt.', [
      { path: ['expiresAt'], message: 'Lies in the past.' },
    ]);
};

export const issueApiClient = endpoint({
  summary: 'Issue an API client',
  description:
    'Its key is shown in this answer and never again. It may do what its scopes say, whoever made it is or becomes.',
  scope: 'access:write',
  body: IssueApiClientBody,
  answer: created(ApiClientWithKey),
  async run(input, services) {
    const { body, caller, now } = input;
    requireScopes(caller, body.scopes);
    requireFuture(body.expiresAt, now);
    await requireGroups(services, caller, body.groups ?? []);
    const [clientId, key] = [input.newId('cli'), input.newKey('wf')];
    const data = { ...defined(body), clientId, keyHash: hashOf(key), now };
    const client = await change(input, services, clientId, { type: 'Issue', data });
    const headers = { etag: `"${client.version}"`, location: `/api/v1/api-clients/${clientId}` };
    return json(201, { ...client, key }, { ...headers, 'cache-control': 'no-store' });
  },
});

export const rotateApiClient = endpoint({
  summary: 'Give an API client another key',
  description:
    'The new key is shown in this answer and never again. The one before stops working at once, or after `overlapSeconds`.',
  scope: 'access:write',
  params: one,
  body: RotateApiClientBody,
  answer: ApiClientWithKey,
  async run(input, services) {
    const { body, params, caller, now } = input;
    // Whoever sees the new key can do what the client can.
    const { scopes } = await apiClientResource.find(services, caller, params.clientId);
    requireScopes(caller, scopes as Scope[]);
    const key = input.newKey('wf');
    const until = new Date(Date.parse(now) + body.overlapSeconds * 1000).toISOString();
    const data = { keyHash: hashOf(key), ...(body.overlapSeconds > 0 && { overlapUntil: until }), now };
    const client = await change(input, services, params.clientId, { type: 'Rotate', data });
    return json(200, { ...client, key }, { etag: `"${client.version}"`, 'cache-control': 'no-store' });
  },
});

export const revokeApiClient = endpoint({
  summary: 'Revoke an API client',
  description: 'Its keys are refused, within 20 seconds on every instance.',
  scope: 'access:write',
  params: one,
  answer: ApiClient,
  async run(input, services) {
    const { clientId } = input.params;
    await apiClientResource.find(services, input.caller, clientId);
    return entity(await change(input, services, clientId, { type: 'Revoke', data: { now: input.now } }));
  },
});
