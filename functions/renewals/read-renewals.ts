import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok, unlessKnown } from '../../shared/http/respond.ts';
import { todayOf } from '../../shared/identity/company.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import { listQueryOf, queryOf } from '../../shared/resources/list.ts';
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
  answer: pageOf(Renewal),
  query: listQueryOf(renewalResource)
    .extend({ state: z.enum(RENEWAL_STATES).optional() })
    .omit({ fields: true }),
  async run({ query: asked, caller }, services) {
    const { tenantId } = caller;
    const today = await todayOf(services, tenantId);
    const query = await queryOf({ ...renewalResource, ungrouped: false }, asked, caller, services.lookups);
    const state = z.enum(RENEWAL_STATES).optional().parse(asked.state);
    const { where, range } = state ? standing(state, today) : {};
    const { items, ...rest } = await services.views
      .in(tenantId, renewalResource.projection.name)
      .query<Versioned<StoredRenewal>>({
        ...query,
        where: { ...query.where, ...where },
        range: [query.range ?? [], range ?? []].flat(2),
        limit: Number(asked.limit),
        cursor: asked.cursor as string | undefined,
      });
    const seen = await seenOf(services, caller, items, ({ subject }) => subject);
    return ok({ items: seen.map((stored) => shownOn(today, shown(stored))), ...rest });
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
