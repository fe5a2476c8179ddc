import { type VehicleEvent, vehicleStream } from '../../../functions/vehicles/vehicle.ts';
import { shown, vehicleCards } from '../../../functions/vehicles/vehicle-cards.ts';
import { rebuild } from '../../../shared/projections/projection.ts';
import { recorded, unheardOf, viewOf } from '../../../shared/testing/projection-spec.ts';

const stream = vehicleStream('ten_acme', 'veh_7');
const { given } = viewOf(vehicleCards, stream);

const at = '2026-03-02T08:00:00.000Z';
const registered: VehicleEvent = {
  type: 'VehicleRegistered',
  data: { vehicleId: 'veh_7', name: 'Élan 7', kind: 'van', registeredAt: at },
};
const renamed: VehicleEvent = { type: 'VehicleRenamed', data: { name: 'Blue Van', renamedAt: at } };
const retired: VehicleEvent = { type: 'VehicleRetired', data: { reason: 'Sold', retiredAt: at } };

describe('the card of a vehicle', () => {
  it('shows a registered vehicle as active', () =>
    given(registered).shows({ id: 'veh_7', name: 'Élan 7', kind: 'van', status: 'active', version: 1 }));
  it('shows and sorts by the new name', () =>
    given(registered, renamed).shows({ name: 'Blue Van', sortName: 'blue van', version: 2 }));
  it('shows when it was retired', () =>
    given(registered, renamed, retired).shows({ status: 'retired', retiredAt: at, version: 3 }));
  it('shows nothing of a vehicle whose registration is missing', () => given(renamed).showsNothing());
  it('lets an event of a newer release through', () => given(registered, unheardOf).isLeftAsItWas());

  it('keeps what only the list needs to itself', () => {
    const card = rebuild(vehicleCards, recorded(stream, registered));
    expect(card && Object.keys(shown(card)).sort()).toEqual([
      'customFields',
      'id',
      'kind',
      'meters',
      'name',
      'registeredAt',
      'status',
      'tags',
      'version',
    ]);
  });
});
