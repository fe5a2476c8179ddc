import { type VehicleCommand, type VehicleEvent, vehicle } from '../../../functions/vehicles/vehicle.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';

const { given } = specOf(vehicle);

const now = '2026-03-02T08:00:00.000Z';
const identity = { vehicleId: 'veh_7', name: 'Van 7', plate: 'KA-W 7', kind: 'van' } as const;
const registered: VehicleEvent = { type: 'VehicleRegistered', data: { ...identity, registeredAt: now } };
const renamed: VehicleEvent = { type: 'VehicleRenamed', data: { name: 'Van 8', renamedAt: now } };
const retired: VehicleEvent = { type: 'VehicleRetired', data: { reason: 'Sold', retiredAt: now } };

describe('registering a vehicle', () => {
  const register: VehicleCommand = { type: 'Register', data: { ...identity, now } };

  it('adds it to the fleet', () => given().when(register).thenRecords(registered));
  it('stays quiet when it is in the fleet already', () => given(registered).when(register).thenNothing());
  it('does not bring a retired vehicle back', () => given(registered, retired).when(register).thenNothing());
});

describe('renaming a vehicle', () => {
  const rename: VehicleCommand = { type: 'Rename', data: { name: 'Van 8', now } };

  it('records the new name', () => given(registered).when(rename).thenRecords(renamed));
  it('stays quiet when it has this name already', () => given(registered, renamed).when(rename).thenNothing());
  it('can give the old name back', () =>
    given(registered, renamed)
      .when({ type: 'Rename', data: { name: 'Van 7', now } })
      .thenRecords({ type: 'VehicleRenamed', data: { name: 'Van 7', renamedAt: now } }));
  it('refuses a vehicle nobody has registered', () => given().when(rename).thenRefuses('vehicles/not-found'));
  it('refuses a retired vehicle', () => given(registered, retired).when(rename).thenRefuses('vehicles/retired'));
});

describe('retiring a vehicle', () => {
  const retire: VehicleCommand = { type: 'Retire', data: { reason: 'Sold', now } };

  it('takes it out of service and keeps the reason', () => given(registered).when(retire).thenRecords(retired));
  it('stays quiet when it is retired already, whatever the reason', () =>
    given(registered, retired)
      .when({ type: 'Retire', data: { reason: 'Stolen', now } })
      .thenNothing());
  it('refuses a vehicle nobody has registered', () => given().when(retire).thenRefuses('vehicles/not-found'));
});
