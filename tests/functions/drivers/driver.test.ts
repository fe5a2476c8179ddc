import { type DriverEvent, driver } from '../../../functions/drivers/driver.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const addedAt = '2026-03-01T08:00:00.000Z';

const added: DriverEvent = {
  type: 'DriverAdded',
  data: { driverId: 'drv_1', addedAt, personal: { name: 'Ann Miller', phone: '+49 1' } },
};
const left: DriverEvent = { type: 'DriverStatusSet', data: { status: 'left', since: now } };
const erased: DriverEvent = { type: 'DriverErased', data: { erasedAt: now } };
const linked: DriverEvent = { type: 'DriverSignInLinked', data: { memberId: 'm-1', linkedAt: now } };
const card = { country: 'DE', classes: ['B', 'CE'], expiresOn: '2030-01-31' };
const licence: DriverEvent = {
  type: 'LicenceAdded',
  data: { licenceId: 'lic_1', ...card, personal: { number: 'N1' }, addedAt },
};

const { given } = specOf(driver);

describe('adding a driver', () => {
  const add = {
    type: 'Add',
    data: { driverId: 'drv_1', person: { name: 'Ann Miller', phone: '+49 1' }, now: addedAt },
  } as const;
  it('keeps what is personal apart from the rest', () => given().when(add).thenRecords(added));
  it('stays quiet when it is said again', () => given(added).when(add).thenNothing());
  it('stays quiet about who has been erased', () => given(added, left, erased).when(add).thenNothing());
});

describe('changing a driver', () => {
  it('records what is different only, and what is gone as null', () =>
    given(added)
      .when({ type: 'Change', data: { person: { name: 'Ann Miller', phone: null, email: 'a@b.example' }, now } })
      .thenRecords({
        type: 'DriverChanged',
        data: { changedAt: now, personal: { phone: null, email: 'a@b.example' } },
      }));
  it('stays quiet when nothing is different', () =>
    given(added)
      .when({ type: 'Change', data: { person: { name: 'Ann Miller', email: null }, tags: [], now } })
      .thenNothing());
  it('records tags beside what is personal', () =>
    given(added)
      .when({ type: 'Change', data: { tags: ['night'], now } })
      .thenRecords({ type: 'DriverChanged', data: { tags: ['night'], changedAt: now } }));
  it('refuses to know a driver who is not there', () =>
    given().when({ type: 'Change', data: { now } }).thenRefuses('drivers/not-found'));
});

describe('the status of a driver', () => {
  it('changes with a reason, which is personal', () =>
    given(added)
      .when({ type: 'SetStatus', data: { status: 'on-leave', reason: 'Parental leave', now } })
      .thenRecords({
        type: 'DriverStatusSet',
        data: { status: 'on-leave', since: now, personal: { reason: 'Parental leave' } },
      }));
  it('stays quiet when it is so already', () =>
    given(added, left)
      .when({ type: 'SetStatus', data: { status: 'left', now } })
      .thenNothing());
  it('takes back who has left', () =>
    given(added, left)
      .when({ type: 'SetStatus', data: { status: 'active', now } })
      .thenRecords({ type: 'DriverStatusSet', data: { status: 'active', since: now } }));
});

describe('the group of a driver', () => {
  const moved: DriverEvent = { type: 'DriverMoved', data: { groupId: 'grp_1', movedAt: now } };
  it('is another from now on', () =>
    given(added)
      .when({ type: 'Move', data: { groupId: 'grp_1', now } })
      .thenRecords(moved));
  it('can be the company itself', () =>
    given(added, moved)
      .when({ type: 'Move', data: { now } })
      .thenRecords({ type: 'DriverMoved', data: { groupId: null, movedAt: now } }));
  it('stays quiet when it is so already', () =>
    given(added, moved)
      .when({ type: 'Move', data: { groupId: 'grp_1', now } })
      .thenNothing());
});

describe('the sign-in of a driver', () => {
  const link = { type: 'Link', data: { memberId: 'm-1', now } } as const;
  it('is linked once', () => {
    given(added).when(link).thenRecords(linked);
    given(added, linked).when(link).thenNothing();
  });
  it('is one at a time', () =>
    given(added, linked)
      .when({ type: 'Link', data: { memberId: 'm-2', now } })
      .thenRefuses('drivers/linked'));
  it('can be taken away', () => {
    const unlinked: DriverEvent = { type: 'DriverSignInUnlinked', data: { memberId: 'm-1', unlinkedAt: now } };
    given(added, linked).when({ type: 'Unlink', data: { now } }).thenRecords(unlinked);
    given(added, linked, unlinked).when({ type: 'Unlink', data: { now } }).thenNothing();
  });
});

describe('licences', () => {
  const add = { type: 'AddLicence', data: { licenceId: 'lic_1', ...card, number: 'N1', now: addedAt } } as const;
  it('are added, the number apart from the rest', () => given(added).when(add).thenRecords(licence));
  it('are not added twice', () => given(added, licence).when(add).thenNothing());
  it('are ten at most', () =>
    given(
      added,
      ...Array.from(
        { length: 10 },
        (_, index): DriverEvent => ({
          type: 'LicenceAdded',
          data: { licenceId: `lic_${index + 10}`, ...card, addedAt },
        }),
      ),
    )
      .when(add)
      .thenRefuses('drivers/too-many-licences'));
  it('are replaced when something about them is different', () => {
    const renewed = { licenceId: 'lic_1', ...card, number: 'N1', expiresOn: '2035-01-31', now };
    given(added, licence)
      .when({ type: 'ReplaceLicence', data: renewed })
      .thenRecords({
        type: 'LicenceReplaced',
        data: { licenceId: 'lic_1', ...card, expiresOn: '2035-01-31', personal: { number: 'N1' }, replacedAt: now },
      });
    given(added, licence)
      .when({ type: 'ReplaceLicence', data: { ...renewed, expiresOn: card.expiresOn } })
      .thenNothing();
  });
  it('cannot be replaced when they are not there', () =>
    given(added)
      .when({ type: 'ReplaceLicence', data: { ...add.data } })
      .thenRefuses('drivers/no-licence'));
  it('are removed once', () => {
    const removed: DriverEvent = { type: 'LicenceRemoved', data: { licenceId: 'lic_1', removedAt: now } };
    given(added, licence)
      .when({ type: 'RemoveLicence', data: { licenceId: 'lic_1', now } })
      .thenRecords(removed);
    given(added, licence, removed)
      .when({ type: 'RemoveLicence', data: { licenceId: 'lic_1', now } })
      .thenNothing();
  });
});

describe('erasing a driver', () => {
  const erase = { type: 'Erase', data: { now } } as const;
  it('is for who has left', () => {
    given(added).when(erase).thenRefuses('drivers/not-left');
    given(added, left).when(erase).thenRecords(erased);
  });
  it('stays quiet when it is said again', () => given(added, left, erased).when(erase).thenNothing());
  it('is the last that is said of them', () =>
    given(added, left, erased)
      .when({ type: 'SetStatus', data: { status: 'active', now } })
      .thenRefuses('drivers/erased'));
  it('can be followed without what was personal', () => {
    const { personal: _, ...rest } = added.data as { personal: object; driverId: string; addedAt: string };
    given({ type: 'DriverAdded', data: rest }, left).when(erase).thenRecords(erased);
  });
});
