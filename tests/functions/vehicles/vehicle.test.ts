import { type VehicleCommand, type VehicleEvent, vehicle } from '../../../functions/vehicles/vehicle.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';

const { given } = specOf(vehicle);

const now = '2026-03-02T08:00:00.000Z';
const eur = (amount: number) => ({ amount, currency: 'EUR' });
/** As vehicles were registered before there were tags. */
const identity = { vehicleId: 'veh_7', name: 'Van 7', plate: 'KA-W 7', kind: 'van' } as const;
const registered: VehicleEvent = { type: 'VehicleRegistered', data: { ...identity, registeredAt: now } };
const renamed: VehicleEvent = { type: 'VehicleRenamed', data: { name: 'Van 8', renamedAt: now } };
const retired: VehicleEvent = { type: 'VehicleRetired', data: { reason: 'Worn out', retiredAt: now } };
const sold: VehicleEvent = { type: 'VehicleSold', data: { soldOn: '2026-03-01', price: eur(100), recordedAt: now } };
const moved: VehicleEvent = { type: 'VehicleMoved', data: { groupId: 'grp_north', movedAt: now } };
const inShop: VehicleEvent = {
  type: 'VehicleStatusChanged',
  data: { status: 'in-shop', reason: 'Brakes', changedAt: now },
};
const changed = (changes: Extract<VehicleEvent, { type: 'VehicleDetailsChanged' }>['data']['changes']) =>
  ({ type: 'VehicleDetailsChanged', data: { changes, changedAt: now } }) as const;
const describing = (patch: Extract<VehicleCommand, { type: 'Describe' }>['data']['patch']) =>
  ({ type: 'Describe', data: { patch, now } }) as const;

describe('registering a vehicle', () => {
  const register: VehicleCommand = { type: 'Register', data: { ...identity, now } };

  it('adds it to the fleet', () => given().when(register).thenRecords(registered));
  it('stays quiet when it is in the fleet already', () => given(registered).when(register).thenNothing());
  it('does not bring a retired vehicle back', () => given(registered, retired).when(register).thenNothing());
  it('refuses a residual value in other money than the price', () =>
    given()
      .when({
        type: 'Register',
        data: {
          ...identity,
          acquisition: { kind: 'purchase', on: '2024-01-01', price: eur(100) },
          depreciation: { method: 'straight-line', lifeMonths: 60, residual: { amount: 1, currency: 'CHF' } },
          now,
        },
      })
      .thenRefuses('vehicles/two-currencies'));
});

describe('renaming a vehicle', () => {
  const rename: VehicleCommand = { type: 'Rename', data: { name: 'Van 8', now } };

  it('records the new name', () => given(registered).when(rename).thenRecords(renamed));
  it('stays quiet when it has this name already', () => given(registered, renamed).when(rename).thenNothing());
  it('refuses a vehicle nobody has registered', () => given().when(rename).thenRefuses('vehicles/not-found'));
  it('refuses a retired vehicle', () => given(registered, retired).when(rename).thenRefuses('vehicles/retired'));
  it('refuses a sold vehicle', () => given(registered, sold).when(rename).thenRefuses('vehicles/sold'));
});

describe('describing a vehicle', () => {
  it('records what changes, and nothing else', () =>
    given(registered)
      .when(describing({ name: 'Van 7', make: 'Ford', plate: null, vin: null }))
      .thenRecords(changed({ make: 'Ford', plate: null })));
  it('stays quiet when nothing changes', () =>
    given(registered, changed({ make: 'Ford', tags: ['a'] }))
      .when(describing({ make: 'Ford', tags: ['a'], colour: null }))
      .thenNothing());
  it('merges fields of one’s own by key', () =>
    given(registered, changed({ customFields: { a: 1, b: 'x' } }))
      .when(describing({ customFields: { a: null, c: true } }))
      .thenRecords(changed({ customFields: { b: 'x', c: true } })));
  it('replaces objects as a whole', () =>
    given(registered, changed({ replacement: { on: '2027-01-01', reason: 'Age' } }))
      .when(describing({ replacement: { odometerMetres: 1000 } }))
      .thenRecords(changed({ replacement: { odometerMetres: 1000 } })));
  it('refuses a price in other money than the residual value', () =>
    given(registered, changed({ acquisition: { kind: 'purchase', on: '2024-01-01', price: eur(100) } }))
      .when(
        describing({
          depreciation: {
            method: 'declining-balance',
            annualRatePercent: 20,
            residual: { amount: 1, currency: 'CHF' },
          },
        }),
      )
      .thenRefuses('vehicles/two-currencies'));
  it('refuses a vehicle that has left the fleet', () =>
    given(registered, retired)
      .when(describing({ make: 'Ford' }))
      .thenRefuses('vehicles/retired'));
});

describe('tagging a vehicle', () => {
  const tags = (command: 'Tag' | 'Untag', ...names: string[]) =>
    ({ type: command, data: { tags: names, now } }) as const;

  it('adds what is missing, in order', () =>
    given(registered, changed({ tags: ['m'] }))
      .when(tags('Tag', 'z', 'a', 'm'))
      .thenRecords(changed({ tags: ['a', 'm', 'z'] })));
  it('stays quiet when it has them', () =>
    given(registered, changed({ tags: ['m'] }))
      .when(tags('Tag', 'm'))
      .thenNothing());
  it('takes off what is there', () =>
    given(registered, changed({ tags: ['a', 'b'] }))
      .when(tags('Untag', 'b', 'c'))
      .thenRecords(changed({ tags: ['a'] })));
  it('refuses more than a vehicle can have', () =>
    given(registered, changed({ tags: Array.from({ length: 30 }, (_, index) => `t${index}`) }))
      .when(tags('Tag', 'one-more'))
      .thenRefuses('vehicles/too-many-tags'));
});

describe('moving a vehicle', () => {
  const move = (groupId: string | null): VehicleCommand => ({ type: 'Move', data: { groupId, now } });

  it('puts it into a group', () => given(registered).when(move('grp_north')).thenRecords(moved));
  it('stays quiet when it is there', () => given(registered, moved).when(move('grp_north')).thenNothing());
  it('gives it back to the company', () =>
    given(registered, moved)
      .when(move(null))
      .thenRecords({ type: 'VehicleMoved', data: { groupId: null, movedAt: now } }));
  it('works for a sold vehicle too: its group may be given up', () =>
    given(registered, sold).when(move('grp_north')).thenRecords(moved));
});

describe('the status of a vehicle', () => {
  const set = (status: 'active' | 'in-shop', reason?: string): VehicleCommand => ({
    type: 'SetStatus',
    data: { status, ...(reason && { reason }), now },
  });

  it('changes with a reason', () => given(registered).when(set('in-shop', 'Brakes')).thenRecords(inShop));
  it('stays when it is the same, unless the reason is another', () => {
    given(registered, inShop).when(set('in-shop')).thenNothing();
    given(registered, inShop).when(set('in-shop', 'Brakes')).thenNothing();
    given(registered, inShop)
      .when(set('in-shop', 'Clutch'))
      .thenRecords({ type: 'VehicleStatusChanged', data: { status: 'in-shop', reason: 'Clutch', changedAt: now } });
  });
  it('is not changed while it is retired or sold', () => {
    given(registered, retired).when(set('active')).thenRefuses('vehicles/retired');
    given(registered, sold).when(set('active')).thenRefuses('vehicles/sold');
  });
});

describe('retiring a vehicle', () => {
  const retire: VehicleCommand = { type: 'Retire', data: { reason: 'Worn out', now } };

  it('takes it out of the fleet and keeps the reason', () =>
    given(registered, inShop).when(retire).thenRecords(retired));
  it('stays quiet when it is retired already, whatever the reason', () =>
    given(registered, retired)
      .when({ type: 'Retire', data: { reason: 'Stolen', now } })
      .thenNothing());
  it('refuses a sold vehicle', () => given(registered, sold).when(retire).thenRefuses('vehicles/sold'));
  it('refuses a vehicle nobody has registered', () => given().when(retire).thenRefuses('vehicles/not-found'));
});

describe('selling a vehicle', () => {
  const sell = (soldOn: string, amount = 100): VehicleCommand => ({
    type: 'Sell',
    data: { soldOn, price: eur(amount), now },
  });

  it('records the sale, of a retired vehicle too', () => {
    given(registered).when(sell('2026-03-01')).thenRecords(sold);
    given(registered, retired).when(sell('2026-03-01')).thenRecords(sold);
  });
  it('stays quiet when it is the same sale, and refuses another', () => {
    given(registered, sold).when(sell('2026-03-01')).thenNothing();
    given(registered, sold).when(sell('2026-03-01', 99)).thenRefuses('vehicles/sold');
  });
  it('takes tomorrow, because somewhere it is, and no day after it', () => {
    given(registered).when(sell('2026-03-04')).thenRefuses('vehicles/sold-in-future');
    given(registered)
      .when(sell('2026-03-03'))
      .thenRecords({ type: 'VehicleSold', data: { soldOn: '2026-03-03', price: eur(100), recordedAt: now } });
  });
  it('refuses a day before it was acquired', () =>
    given(registered, changed({ acquisition: { kind: 'purchase', on: '2026-03-02' } }))
      .when(sell('2026-03-01'))
      .thenRefuses('vehicles/sold-before-acquired'));
});

describe('reinstating a vehicle', () => {
  const reinstate: VehicleCommand = { type: 'Reinstate', data: { reason: 'The sale fell through', now } };
  const reinstated: VehicleEvent = {
    type: 'VehicleReinstated',
    data: { reason: 'The sale fell through', reinstatedAt: now },
  };

  it.each([
    ['retired', retired],
    ['sold', sold],
  ] as const)('brings a %s vehicle back', (_, left) => given(registered, left).when(reinstate).thenRecords(reinstated));
  it('stays quiet when it is in use', () => given(registered, inShop).when(reinstate).thenNothing());
  it('lets it be sold again', () =>
    given(registered, sold, reinstated)
      .when({ type: 'Sell', data: { soldOn: '2026-03-02', now } })
      .thenRecords({ type: 'VehicleSold', data: { soldOn: '2026-03-02', recordedAt: now } }));
});
