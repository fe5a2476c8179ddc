import { z } from 'zod';
import { answer, ndjson, pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { unlessKnown } from '../../shared/http/respond.ts';
import { todayOf } from '../../shared/identity/company.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import { listQueryOf, queryOf } from '../../shared/resources/list.ts';
import { listed } from '../../shared/resources/listed.ts';
import { fieldsOf } from '../../shared/resources/sparse.ts';
import { seenOf } from '../subjects/use-cases.ts';
import { RENEWAL_STATES, Renewal } from './contract.ts';
import { findRenewal } from './find-renewal.ts';
import { type StoredRenewal, shown } from './renewal-cards.ts';
import { renewalResource } from './resource.ts';
import { shownOn, standing } from './state.ts';

export const listRenewals = endpoint({
  summary: 'List what has to be renewed',
  description:
    'The first that is due comes first. Whether it is due soon or overdue goes by the time zone of the company.',
  scope: 'renewals:read',
  answer: [answer(pageOf(Renewal)), ndjson(Renewal)],
  query: listQueryOf(renewalResource).extend({ state: z.enum(RENEWAL_STATES).optional(), fields: fieldsOf(Renewal) }),
  async run({ query: asked, caller, request }, services) {
    const { tenantId } = caller;
    const today = await todayOf(services, tenantId);
    const query = await queryOf({ ...renewalResource, ungrouped: false }, asked, caller, services.lookups);
    const state = z.enum(RENEWAL_STATES).optional().parse(asked.state);
    const { where, range } = state ? standing(state, today) : {};
    const view = services.views.in(tenantId, renewalResource.projection.name);
    const wanted = {
      ...query,
      where: { ...query.where, ...where },
      range: [query.range ?? [], range ?? []].flat(2),
    };
    return listed(request, asked, async (paging) => {
      const { items, ...rest } = await view.query<Versioned<StoredRenewal>>({ ...wanted, ...paging });
      const seen = await seenOf(services, caller, items, ({ subject }) => subject);
      return { items: seen.map((stored) => shownOn(today, shown(stored))), ...rest };
    });
  },
});

export const getRenewal = endpoint({
  summary: 'Show a renewal',
  scope: 'renewals:read',
  answer: Renewal,
  params: z.object({ renewalId: z.string().max(255) }),
  async run({ params: { renewalId }, caller, request }, services) {
    const found = await findRenewal(services, caller, renewalId);
    const renewal = shownOn(await todayOf(services, caller.tenantId), found);
    // How it stands changes without a new version.
    const tag = `"${renewal.version}.${RENEWAL_STATES.indexOf(renewal.state)}"`;
    return unlessKnown(request.headers.get('if-none-match'), renewal, tag);
  },
});
