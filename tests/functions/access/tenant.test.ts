import {
  type TenantCommand,
  type TenantEvent,
  tenant,
  tenantCards,
  tenantStream,
} from '../../../functions/access/tenant.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const { given } = specOf(tenant);

const now = '2026-03-02T08:00:00.000Z';
const founded: TenantEvent = { type: 'TenantFounded', data: { name: 'Acme', foundedAt: now } };
const renamed: TenantEvent = { type: 'TenantRenamed', data: { name: 'Acme Logistics', renamedAt: now } };

describe('founding a company', () => {
  const found: TenantCommand = { type: 'Found', data: { name: 'Acme', now } };

  it('opens its books', () => given().when(found).thenRecords(founded));
  it('stays quiet when it exists', () => given(founded).when(found).thenNothing());
  it('stays quiet when it exists under another name', () => given(founded, renamed).when(found).thenNothing());
});

describe('renaming a company', () => {
  const rename: TenantCommand = { type: 'Rename', data: { name: 'Acme Logistics', now } };

  it('records the new name', () => given(founded).when(rename).thenRecords(renamed));
  it('stays quiet when it has this name already', () => given(founded, renamed).when(rename).thenNothing());
  it('refuses a company that was never founded', () => given().when(rename).thenRefuses('access/no-tenant'));
});

describe('saying where a company is', () => {
  const set: TenantEvent = { type: 'TenantTimeZoneSet', data: { timeZone: 'Europe/Berlin', setAt: now } };
  const say: TenantCommand = { type: 'SetTimeZone', data: { timeZone: 'Europe/Berlin', now } };

  it('records the time zone, once', () => {
    given(founded).when(say).thenRecords(set);
    given(founded, set).when(say).thenNothing();
    given(founded, set, renamed).when(say).thenNothing();
  });
  it('is kept in the directory, where whatever has days finds it', () => {
    const view = viewOf(tenantCards, tenantStream('ten_acme'));
    view.given(founded, set).shows({ timeZone: 'Europe/Berlin' });
    expect(tenantCards.lookups?.({ id: 'ten_acme', name: 'Acme', timeZone: 'Europe/Berlin' }, 'ten_acme')).toEqual([
      { pk: 'tenant:ten_acme', id: 'tenant', value: { name: 'Acme', timeZone: 'Europe/Berlin' } },
    ]);
  });
});

describe('putting a company on a plan', () => {
  const set: TenantEvent = { type: 'TenantPlanSet', data: { plan: 'enterprise', setAt: now } };
  const put: TenantCommand = { type: 'SetPlan', data: { plan: 'enterprise', now } };

  it('records the plan, once', () => {
    given(founded).when(put).thenRecords(set);
    given(founded, set, renamed).when(put).thenNothing();
  });
  it('refuses a company that was never founded', () => given().when(put).thenRefuses('access/no-tenant'));
  it('is kept in the directory, where whatever keeps positions finds it', () => {
    viewOf(tenantCards, tenantStream('ten_acme')).given(founded, set).shows({ plan: 'enterprise' });
    expect(tenantCards.lookups?.({ id: 'ten_acme', name: 'Acme', plan: 'enterprise' }, 'ten_acme')).toMatchObject([
      { value: { name: 'Acme', plan: 'enterprise' } },
    ]);
  });
});

describe('the card of a company', () => {
  const { given } = viewOf(tenantCards, tenantStream('ten_acme'));

  it('shows its name', () => given(founded).shows({ id: 'ten_acme', name: 'Acme', version: 1 }));
  it('shows the new name', () => given(founded, renamed).shows({ name: 'Acme Logistics', version: 2 }));
  it('shows nothing of a company whose founding is missing', () => given(renamed).showsNothing());
  it('lets an event of a newer release through', () => given(founded, unheardOf).isLeftAsItWas());
});
