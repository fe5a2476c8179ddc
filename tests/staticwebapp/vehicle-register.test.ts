import { ApiError } from '../../shared/client/api-error.ts';
import type { CustomField, Vehicle } from '../../shared/client/routes.ts';
import { issuesAt } from '../../staticwebapp/src/lib/field-issues.ts';
import { meterValue } from '../../staticwebapp/src/lib/vehicles/meter-units.ts';
import { bodyOf, draftIssues, draftOf, patchOf, rebased } from '../../staticwebapp/src/lib/vehicles/vehicle-form.ts';
import { isNarrowed, queryOf, sortedBy, vehicleSearch } from '../../staticwebapp/src/lib/vehicles/vehicle-search.ts';
import { historyWords } from '../../staticwebapp/src/lib/vehicles/vehicle-words.ts';

const own: readonly CustomField[] = [
  { key: 'seats', label: 'Seats', kind: { type: 'number' }, required: false, archived: false },
  { key: 'leased', label: 'Leased', kind: { type: 'boolean' }, required: false, archived: false },
];

const vehicle: Vehicle = {
  id: 'veh_1',
  name: 'Blue van',
  kind: 'van',
  make: 'Ford',
  modelYear: 2021,
  tankMillilitres: 80_000,
  tags: ['city'],
  customFields: { seats: 3 },
  status: 'active',
  meters: { version: 0 },
  registeredAt: '2026-01-02T03:04:05.000Z',
  version: 4,
};

const typed = (values: Record<string, string>, tags = ['city']) => ({
  values: { ...draftOf(vehicle).values, ...values },
  tags,
});

describe('the address of the register', () => {
  it('keeps what makes sense of it and forgets the rest', () => {
    const asked = { search: 'ford', status: 'sold', kind: 'rocket', sort: '-odometer', page: 3 };
    expect(vehicleSearch(asked)).toEqual({ search: 'ford', status: 'sold', sort: '-odometer' });
    expect(vehicleSearch({ search: 104, status: 'lost', tag: '' })).toEqual({ search: '104' });
  });

  it('shows what is in use by name unless it says otherwise', () => {
    const inUse = ['active', 'in-shop', 'out-of-service'];
    expect(queryOf({})).toMatchObject({ status: inUse, sort: 'name' });
    expect(queryOf({ status: 'any' }).status).toBeUndefined();
    expect(queryOf({ status: 'retired', group: 'grp_1' })).toMatchObject({ status: ['retired'], groupId: ['grp_1'] });
  });

  it('turns the order round at the second click', () => {
    expect(sortedBy('plate')).toBe('plate');
    expect(sortedBy('plate', 'plate')).toBe('-plate');
    expect(sortedBy('plate', '-plate')).toBe('plate');
    expect(sortedBy('name')).toBe('-name');
  });

  it('does not take an order for a filter', () => {
    expect(isNarrowed({ sort: '-name' })).toBe(false);
    expect(isNarrowed({ sort: '-name', tag: 'city' })).toBe(true);
  });
});

describe('the form of a vehicle', () => {
  it('registers what was filled in, in the units of the API', () => {
    const values = {
      name: ' Red truck ',
      kind: 'truck',
      tankMillilitres: '82,5',
      vin: ' ',
      'customFields.leased': 'true',
    };
    expect(bodyOf({ values, tags: ['city'] }, own)).toEqual({
      name: 'Red truck',
      kind: 'truck',
      tankMillilitres: 82_500,
      tags: ['city'],
      customFields: { leased: true },
    });
  });

  it('changes nothing when nothing was changed', () => {
    expect(patchOf(draftOf(vehicle), draftOf(vehicle), own)).toEqual({});
  });

  it('tells only what differs, and takes away what was emptied', () => {
    const after = typed({ make: '', model: 'Transit', 'customFields.seats': '' }, []);
    expect(patchOf(draftOf(vehicle), after, own)).toEqual({
      make: null,
      model: 'Transit',
      tags: [],
      customFields: { seats: null },
    });
  });

  it('puts what was typed over what somebody else has changed meanwhile', () => {
    const latest = draftOf({ ...vehicle, make: 'MAN', colour: 'red', tags: ['city', 'night'] });
    const { values, tags } = rebased(draftOf(vehicle), typed({ model: 'Transit' }), latest);
    expect(values).toMatchObject({ make: 'MAN', colour: 'red', model: 'Transit' });
    expect(tags).toEqual(['city', 'night']);
  });

  it('sees by itself that a name is missing and that a number is none', () => {
    expect(draftIssues(typed({ name: ' ', modelYear: 'soon', 'customFields.seats': '3' }), own)).toEqual({
      name: 'A vehicle needs a name.',
      modelYear: 'A number, please.',
    });
  });
});

describe('what the API finds wrong', () => {
  const issue = (path: (string | number)[], message: string) => ({ path, message });

  it('stands at its field, once, and the rest in the head of the form', () => {
    const issues = [
      issue(['vin'], 'Too short.'),
      issue(['vin'], 'Not a VIN.'),
      issue(['customFields', 'seats'], 'Too many.'),
      issue(['depreciation', 'method'], 'Unknown.'),
    ];
    const error = new ApiError(400, 'request/invalid', 'The request is not valid.', undefined, issues);
    expect(issuesAt(error, ['vin', 'customFields.seats'])).toEqual({
      at: { vin: 'Too short.', 'customFields.seats': 'Too many.' },
      rest: ['depreciation.method: Unknown.'],
    });
  });

  it('is told in its own words where no field is to blame', () => {
    const error = new ApiError(409, 'vehicles/vin-taken', 'Another vehicle in use has this VIN.');
    expect(issuesAt(error, ['vin'])).toEqual({ at: {}, rest: ['Another vehicle in use has this VIN.'] });
    expect(issuesAt(null, ['vin'])).toEqual({ at: {}, rest: [] });
  });
});

it.each([
  ['84512', 84_512_000],
  ['84,512', 84_512_000],
  ['84 512,5', 84_512_500],
  ['12.5', 12_500],
  ['12,5', 12_500],
])('reads %s from an odometer', (text, metres) => {
  expect(meterValue('odometer', text)).toBe(metres);
});

it.each(['', 'soon', '-5', '1,2,3'])('takes “%s” for no reading', (text) => {
  expect(meterValue('odometer', text)).toBeUndefined();
});

it('counts engine hours in seconds', () => {
  expect(meterValue('engineHours', '1.5')).toBe(5_400);
});

it.each([
  ['VehicleRegistered', { name: 'Blue van' }, 'Registered as Blue van'],
  [
    'VehicleDetailsChanged',
    { changes: { make: 'MAN', vin: null, notes: 'x', tankMillilitres: 80_000 } },
    'Make: MAN, VIN removed, notes changed, tank: 80 l',
  ],
  ['VehicleMoved', { groupId: 'grp_1' }, 'Moved to North'],
  ['VehicleMoved', { groupId: null }, 'Moved to the company itself'],
  ['VehicleStatusChanged', { status: 'in-shop', reason: 'Brakes' }, 'In shop: Brakes'],
  ['VehicleSold', { soldOn: '2026-03-31', buyer: 'Ada' }, 'Sold on 31 Mar 2026 to Ada'],
  ['VehicleKeyLost', {}, 'Vehicle key lost'],
])('says what %s means', (type, data, words) => {
  const entry = { version: 1, type, at: '2026-01-02T03:04:05.000Z', actor: 'user:ada', data };
  expect(historyWords(entry, () => 'North')).toBe(words);
});
