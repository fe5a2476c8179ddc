import { z } from 'zod';
import { everything } from '../../shared/documents/documents.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { list } from '../../shared/resources/list.ts';
import { apiClientResource } from './api-client-cards.ts';
import { type ClientUse, usesOf } from './client-uses.ts';
import { ApiClient } from './contract.ts';

export const listApiClients = list(apiClientResource, {
  summary: 'List the API clients',
  description: 'Their keys are never shown again.',
  async also({ caller }, services) {
    const uses = new Map<string, string>();
    for await (const { id, lastUsedAt } of everything<ClientUse & { readonly id: string }>(
      usesOf(services, caller.tenantId),
    ))
      uses.set(id, lastUsedAt);
    return (id) => (uses.has(id) ? { lastUsedAt: uses.get(id) } : {});
  },
});

export const getApiClient = endpoint({
  summary: 'Show an API client',
  scope: 'access:read',
  params: z.object({ clientId: z.string().max(100) }),
  answer: ApiClient,
  async run({ params: { clientId }, caller }, services) {
    const found = await apiClientResource.find(services, caller, clientId);
    const use = await usesOf(services, caller.tenantId).get<ClientUse>(clientId);
    return entity({ ...found, ...(use && { lastUsedAt: use.doc.lastUsedAt }) });
  },
});
