import { type CompanyEntry, companyAddress } from '../../shared/identity/company.ts';
import type { Plan } from '../../shared/identity/plans.ts';
import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { notFound, unreachable } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Projection } from '../../shared/projections/projection.ts';
import { unknownEvent } from '../../shared/projections/projection.ts';

// Commands

type Found = Message<'Found', { name: string; now: string }>;
type Rename = Message<'Rename', { name: string; now: string }>;
type SetTimeZone = Message<'SetTimeZone', { timeZone: string; now: string }>;
type SetPlan = Message<'SetPlan', { plan: Plan; now: string }>;

export type TenantCommand = Found | Rename | SetTimeZone | SetPlan;

// Events

type Founded = Message<'TenantFounded', { name: string; foundedAt: string }>;
type Renamed = Message<'TenantRenamed', { name: string; renamedAt: string }>;

type TimeZoneSet = Message<'TenantTimeZoneSet', { timeZone: string; setAt: string }>;
type PlanSet = Message<'TenantPlanSet', { plan: Plan; setAt: string }>;

export type TenantEvent = Founded | Renamed | TimeZoneSet | PlanSet;

export type Tenant = { status: 'absent' } | { status: 'active'; name: string; timeZone?: string; plan?: Plan };

const active = (state: Tenant): Exclude<Tenant, { status: 'absent' }> => {
  if (state.status === 'absent') throw notFound('access/no-tenant', 'There is no such company.');
  return state;
};

/** A company that uses the system: everything else belongs to exactly one. */
export const tenant: Decider<Tenant, TenantCommand, TenantEvent> = {
  initial: { status: 'absent' },
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'TenantFounded':
        return { status: 'active', name: data.name };
      case 'TenantRenamed':
        return { ...state, status: 'active', name: data.name };
      case 'TenantTimeZoneSet':
        return state.status === 'active' ? { ...state, timeZone: data.timeZone } : state;
      case 'TenantPlanSet':
        return state.status === 'active' ? { ...state, plan: data.plan } : state;
      default:
        return unreachable(type);
    }
  },
  decide({ type, data }, state) {
    switch (type) {
      case 'Found':
        return state.status === 'absent'
          ? [{ type: 'TenantFounded', data: { name: data.name, foundedAt: data.now } }]
          : [];
      case 'Rename':
        return active(state).name === data.name
          ? []
          : [{ type: 'TenantRenamed', data: { name: data.name, renamedAt: data.now } }];
      case 'SetTimeZone':
        return active(state).timeZone === data.timeZone
          ? []
          : [{ type: 'TenantTimeZoneSet', data: { timeZone: data.timeZone, setAt: data.now } }];
      case 'SetPlan':
        return active(state).plan === data.plan
          ? []
          : [{ type: 'TenantPlanSet', data: { plan: data.plan, setAt: data.now } }];
      default:
        return unreachable(type);
    }
  },
};

export const tenantStream = (tenantId: string) => ({ tenantId, streamId: `tenant-${tenantId}` });

export interface TenantCard {
  readonly id: string;
  readonly name: string;
  readonly timeZone?: string;
  readonly plan?: Plan;
}

export const tenantCards: Projection<TenantCard, TenantEvent> = {
  name: 'tenants',
  streams: 'tenant-',
  apply(card, { event, tenantId }) {
    switch (event.type) {
      case 'TenantFounded':
        return { id: tenantId, name: event.data.name };
      case 'TenantRenamed':
        return card && { ...card, name: event.data.name };
      case 'TenantTimeZoneSet':
        return card && { ...card, timeZone: event.data.timeZone };
      case 'TenantPlanSet':
        return card && { ...card, plan: event.data.plan };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups: ({ name, timeZone, plan }, tenantId) => [
    { ...companyAddress(tenantId), value: { name, ...defined({ timeZone, plan }) } satisfies CompanyEntry },
  ],
};
