import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { notFound, unreachable } from '../../shared/kernel/errors.ts';
import type { Projection } from '../../shared/projections/projection.ts';
import { unknownEvent } from '../../shared/projections/projection.ts';

// Commands

type Found = Message<'Found', { name: string; now: string }>;
type Rename = Message<'Rename', { name: string; now: string }>;

export type TenantCommand = Found | Rename;

// Events

type Founded = Message<'TenantFounded', { name: string; foundedAt: string }>;
type Renamed = Message<'TenantRenamed', { name: string; renamedAt: string }>;

export type TenantEvent = Founded | Renamed;

export type Tenant = { status: 'absent' } | { status: 'active'; name: string };

/** A company that uses the system: everything else belongs to exactly one. */
export const tenant: Decider<Tenant, TenantCommand, TenantEvent> = {
  initial: { status: 'absent' },
  evolve: (_, { type, data }) => {
    switch (type) {
      case 'TenantFounded':
      case 'TenantRenamed':
        return { status: 'active', name: data.name };
      default:
        return unreachable(type);
    }
  },
  decide({ type, data: { name, now } }, state) {
    switch (type) {
      case 'Found':
        return state.status === 'absent' ? [{ type: 'TenantFounded', data: { name, foundedAt: now } }] : [];
      case 'Rename':
        if (state.status === 'absent') throw notFound('access/no-tenant', 'There is no such company.');
        return state.name === name ? [] : [{ type: 'TenantRenamed', data: { name, renamedAt: now } }];
      default:
        return unreachable(type);
    }
  },
};

export const tenantStream = (tenantId: string) => ({ tenantId, streamId: `tenant-${tenantId}` });

export interface TenantCard {
  readonly id: string;
  readonly name: string;
}

/** What the directory knows of a company, for those who belong to several. */
export interface TenantEntry {
  readonly name: string;
}

export const tenantAddress = (tenantId: string) => ({ pk: `tenant:${tenantId}`, id: 'tenant' });

export const tenantCards: Projection<TenantCard, TenantEvent> = {
  name: 'tenants',
  streams: 'tenant-',
  apply(card, { event, tenantId }) {
    switch (event.type) {
      case 'TenantFounded':
        return { id: tenantId, name: event.data.name };
      case 'TenantRenamed':
        return card && { ...card, name: event.data.name };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups: ({ name }, tenantId) => [{ ...tenantAddress(tenantId), value: { name } satisfies TenantEntry }],
};
