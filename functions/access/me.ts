import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { Me } from './contract.ts';
import { type TenantCard, tenantCards } from './tenant.ts';

/** Who is signed in, for which company, and what they may do: what a page needs to draw itself. */
export const me = endpoint({
  summary: 'Tell who is signed in',
  scope: 'self:read',
  answer: Me,
  async run({ caller: { tenantId, actor, roles, scopes, limitedTo } }, { views }) {
    const tenant = await views.in(tenantId, tenantCards.name).get<TenantCard>(tenantId);
    return ok({
      tenant: { id: tenantId, name: tenant?.doc.name ?? tenantId },
      user: { id: actor, name: actor.slice(actor.indexOf(':') + 1) },
      roles,
      scopes: [...scopes],
      ...(limitedTo && { groups: [...limitedTo] }),
    });
  },
});
