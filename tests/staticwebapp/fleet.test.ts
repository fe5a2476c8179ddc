import type { Position, Vehicle } from '../../staticwebapp/src/lib/fleet/contract.ts';
import {
  countByStatus,
  fleetOf,
  searchFleet,
  sortedByName,
  withStatus,
} from '../../staticwebapp/src/lib/fleet/fleet.ts';
import { MOVING_SILENCE, STOPPED_SILENCE, vehicleStatus } from '../../staticwebapp/src/lib/fleet/vehicle-status.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');

const vehicle = (id: string, name: string, plate?: string): Vehicle => ({
  id,
  name,
  ...(plate && { plate }),
  kind: 'van',
  tags: [],
  customFields: {},
  meters: { version: 0 },
  status: 'active',
  registeredAt: '2026-01-01T00:00:00Z',
  version: 1,
});

const fix = (vehicleId: string, age: number, speed?: number): Position => ({
  vehicleId,
  at: new Date(NOW - age).toISOString(),
  receivedAt: new Date(NOW).toISOString(),
  lat: 52,
  lon: 5,
  ...(speed !== undefined && { speed }),
});

describe('what a vehicle is doing', () => {
  test.each([
    ['moving with speed', fix('a', 1_000, 14), 'moving'],
    ['stopped while a parked receiver drifts', fix('a', 1_000, 0.6), 'stopped'],
    ['stopped without a speed', fix('a', 1_000), 'stopped'],
    ['still moving in a short tunnel', fix('a', MOVING_SILENCE, 14), 'moving'],
    ['offline after five silent minutes on the road', fix('a', MOVING_SILENCE + 1, 14), 'offline'],
    ['stopped through a short silence', fix('a', STOPPED_SILENCE, 0), 'stopped'],
    ['offline after half an hour of silence', fix('a', STOPPED_SILENCE + 1, 0), 'offline'],
    ['moving though its clock is ahead', fix('a', -20_000, 14), 'moving'],
    ['offline when it never reported', undefined, 'offline'],
  ] as const)('%s', (_, position, status) => {
    expect(vehicleStatus(position, NOW)).toBe(status);
  });
});

describe('the list', () => {
  const vehicles = [
    vehicle('1', 'Van 10', 'AB-12-CD'),
    vehicle('2', 'van 2', 'ZZ-99-Z'),
    vehicle('3', 'Łódź Express'),
    vehicle('4', 'Bus 1', 'B 1234 X'),
  ];
  const positions = new Map([
    ['1', fix('1', 0, 20)],
    ['2', fix('2', 0, 0)],
  ]);
  const fleet = fleetOf(sortedByName(vehicles), positions, NOW);
  const names = (found: typeof fleet) => found.map((item) => item.vehicle.name);

  test('is in order of names, with numbers counted', () => {
    expect(names(fleet)).toEqual(['Bus 1', 'Łódź Express', 'van 2', 'Van 10']);
  });

  test.each([
    ['van', ['van 2', 'Van 10']],
    ['ab12cd', ['Van 10']],
    ['ab 12', ['Van 10']],
    ['lodz', ['Łódź Express']],
    ['B-1234', ['Bus 1']],
    ['  ', ['Bus 1', 'Łódź Express', 'van 2', 'Van 10']],
    ['nothing', []],
  ])('finds %j by name or plate, however it is typed', (search, expected) => {
    expect(names(searchFleet(fleet, search))).toEqual(expected);
  });

  test('a search does not run across from the name into the plate', () => {
    expect(searchFleet(fleet, '10AB')).toEqual([]);
  });

  test('counts and filters by status', () => {
    expect(countByStatus(fleet)).toEqual({ all: 4, moving: 1, stopped: 1, offline: 2 });
    expect(names(withStatus(fleet, 'moving'))).toEqual(['Van 10']);
    expect(withStatus(fleet, 'all')).toBe(fleet);
  });
});
