import { type DriverEvent, driverStream } from '../../../functions/drivers/driver.ts';
import { driverCards } from '../../../functions/drivers/driver-cards.ts';
import { viewOf } from '../../../shared/testing/projection-spec.ts';

const at = '2026-03-02T08:00:00.000Z';
const addedAt = '2026-03-01T08:00:00.000Z';

const added: DriverEvent = {
  type: 'DriverAdded',
  data: {
    driverId: 'drv_1',
    groupId: 'grp_1',
    memberId: 'm-1',
    addedAt,
    personal: { name: 'Ann Miller', phone: '+49 1' },
  },
};
const licence = (id: string, expiresOn: string, ...classes: string[]): DriverEvent => ({
  type: 'LicenceAdded',
  data: { licenceId: id, country: 'DE', classes, expiresOn, addedAt, personal: { number: 'N1' } },
});

const { given } = viewOf(driverCards, driverStream('ten_acme', 'drv_1'));

describe('the view of drivers', () => {
  it('shows who they are and where they belong', () =>
    given(added).shows({
      id: 'drv_1',
      name: 'Ann Miller',
      sortName: 'ann miller',
      phone: '+49 1',
      status: 'active',
      statusSince: addedAt,
      groupId: 'grp_1',
      memberId: 'm-1',
      tags: [],
      contacts: [],
      customFields: {},
    }));

  it('knows the classes and the first expiry of all licences', () => {
    given(added).shows({ licenceClasses: [], licenceExpiresOn: '9999-12-31' });
    given(added, licence('l1', '2031-01-31', 'B', 'C'), licence('l2', '2030-01-31', 'B', 'D')).shows({
      licenceClasses: ['B', 'C', 'D'],
      licenceExpiresOn: '2030-01-31',
    });
  });

  it('shows a licence as it was given last', () =>
    given(
      added,
      licence('l1', '2031-01-31', 'B'),
      licence('l2', '2031-01-31', 'C'),
      { type: 'LicenceRemoved', data: { licenceId: 'l2', removedAt: at } },
      {
        type: 'LicenceReplaced',
        data: { licenceId: 'l1', country: 'FR', classes: ['B'], expiresOn: '2035-01-31', replacedAt: at },
      },
    ).shows({ licences: [{ id: 'l1', country: 'FR', classes: ['B'], expiresOn: '2035-01-31' }] }));

  it('leaves out what was removed', () => {
    const changed: DriverEvent = {
      type: 'DriverChanged',
      data: { changedAt: at, personal: { phone: null, name: 'Ann Smith' }, tags: ['night'] },
    };
    given(added, changed).shows({ name: 'Ann Smith', sortName: 'ann smith', tags: ['night'] });
    expect(JSON.stringify(driverCards.apply(undefined, { event: added } as never))).toContain('+49 1');
  });

  it('shows status, group and sign-in as they are now', () =>
    given(
      added,
      { type: 'DriverStatusSet', data: { status: 'on-leave', since: at, personal: { reason: 'Parental leave' } } },
      { type: 'DriverMoved', data: { groupId: 'grp_2', movedAt: at } },
    ).shows({ status: 'on-leave', statusSince: at, statusReason: 'Parental leave', groupId: 'grp_2' }));

  it('forgets everything personal of who was erased, though the events before still had it', () => {
    const erased: DriverEvent = { type: 'DriverErased', data: { erasedAt: at } };
    given(added, licence('l1', '2030-01-31', 'B'), erased).shows({
      id: 'drv_1',
      name: 'Erased driver',
      sortName: 'erased driver',
      licences: [],
      licenceClasses: [],
      erasedAt: at,
    });
  });

  it('can be made again from events whose personal data is gone', () => {
    const { personal: _, ...data } = added.data as { personal: object; driverId: string; addedAt: string };
    given({ type: 'DriverAdded', data }, { type: 'DriverStatusSet', data: { status: 'left', since: at } }).shows({
      name: 'Erased driver',
      status: 'left',
    });
  });

  it('finds a driver by their sign-in', () =>
    expect(driverCards.lookups?.(driverCards.apply(undefined, { event: added } as never) as never, 'ten_acme')).toEqual(
      [{ pk: 'member-driver:ten_acme', id: 'm-1', value: { driverId: 'drv_1' } }],
    ));

  it('lets events of a later release pass', () =>
    given(added, { type: 'SomethingNobodyKnowsYet', data: { surprise: true } }).isLeftAsItWas());
});
