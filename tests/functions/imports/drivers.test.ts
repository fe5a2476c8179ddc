import { app, found } from '../company.ts';
import { allOf, imported, resultOf } from './tables.ts';

const scene = async () => {
  const world = app();
  return { world, acme: await found(world, 'acme') };
};

const STAFF = [
  'Employee number,Name,Email,Phone,Tags,Licence number,Licence country,Classes,Licence expires on',
  '1001,Mia Kowalska,mia@acme.example,+49 221 1,"night, adr",B072,de,"B, C1E",2034-05-01',
  '1002,Ben Okafor,ben@acme.example,,,,,,',
  '1003,No Expiry,,,,X1,DE,B,',
  '1004,,nameless@acme.example,,,,,,',
].join('\n');

describe('importing drivers', () => {
  it('adds them with their licence, and says what is missing of others', async () => {
    const { world, acme } = await scene();
    const { job } = await imported(world, acme, 'drivers', STAFF);
    expect(job).toMatchObject({ notes: { created: 2, failed: 2 } });
    const drivers = await allOf(acme, 'drivers');
    expect(drivers).toMatchObject([
      { name: 'Ben Okafor', licences: [] },
      {
        name: 'Mia Kowalska',
        employeeNumber: '1001',
        phone: '+49 221 1',
        tags: ['adr', 'night'],
        licences: [{ number: 'B072', country: 'DE', classes: ['B', 'C1E'], expiresOn: '2034-05-01' }],
      },
    ]);
    const errors = await resultOf(world, job);
    expect(errors).toContain('Licence expires on: A licence needs country, classes and the day it expires.');
    expect(errors).toContain('Name: A driver who is new needs a name.');
  });

  it('changes nothing the second time, and only what differs later', async () => {
    const { world, acme } = await scene();
    await imported(world, acme, 'drivers', STAFF);
    const before = await allOf(acme, 'drivers');
    const again = await imported(world, acme, 'drivers', STAFF);
    expect(again.job).toMatchObject({ notes: { created: 0, updated: 0, unchanged: 2 } });
    expect(await allOf(acme, 'drivers')).toEqual(before);
    const renewed = [
      'Email,Licence number,Licence country,Classes,Licence expires on',
      'mia@acme.example,B072,DE,"B,C1E",2039-05-01',
      'ben@acme.example,B9,PL,B,2030-01-01',
    ].join('\n');
    expect((await imported(world, acme, 'drivers', renewed)).job).toMatchObject({ notes: { updated: 2, failed: 0 } });
    expect((await imported(world, acme, 'drivers', renewed)).job).toMatchObject({ notes: { unchanged: 2 } });
    const [ben, mia] = await allOf(acme, 'drivers');
    expect(mia?.licences).toMatchObject([{ number: 'B072', expiresOn: '2039-05-01' }]);
    expect(ben?.licences).toMatchObject([{ number: 'B9', country: 'PL' }]);
  });
});

describe('importing meter readings', () => {
  const READINGS = [
    'Vehicle,Read at,Odometer (km),Engine hours',
    'Van 7,2026-02-01 08:00,1000.5,100',
    'K-WF 7,2026-02-02 08:00,1200,',
    'Van 7,2026-02-03 08:00,900,',
    'Van 9,2026-02-03 08:00,900,',
    'Van 7,soon,900,',
    'Van 7,2026-02-05 08:00,,',
  ].join('\n');

  const withVan = async () => {
    const { world, acme } = await scene();
    const van = await acme.as('owner').post('vehicles', { name: 'Van 7', plate: 'K-WF 7' });
    return { world, acme, id: String(van.body.id) };
  };

  it('records each once, and says which were kept but do not count', async () => {
    const { world, acme, id } = await withVan();
    const { job } = await imported(world, acme, 'meter-readings', READINGS);
    expect(job).toMatchObject({ notes: { created: 2, failed: 4 } });
    const errors = (await resultOf(world, job)).split('\r\n').slice(1, -1);
    expect(errors).toEqual([
      'Van 7,2026-02-03 08:00,900,,The reading was kept, but does not count: an earlier one is higher. A person can accept it.'.replace(
        /(The reading.*)/,
        '"$1"',
      ),
      'Van 9,2026-02-03 08:00,900,,Vehicle: There is no such vehicle.',
      'Van 7,soon,900,,Read at: Expected a moment such as YYYY-MM-DD 14:30.',
      'Van 7,2026-02-05 08:00,,,Odometer (km): A row needs what the odometer or the engine hours show.',
    ]);
    const readings = await allOf(acme, `vehicles/${id}/meters`);
    expect(readings.map(({ meter, value, void: doubt }) => [meter, value, doubt !== undefined])).toEqual([
      ['odometer', 900_000, true],
      ['odometer', 1_200_000, false],
      ['engineHours', 360_000, false],
      ['odometer', 1_000_500, false],
    ]);
    const again = await imported(world, acme, 'meter-readings', READINGS);
    expect(again.job).toMatchObject({ notes: { created: 0, unchanged: 2, failed: 4 } });
    expect(await allOf(acme, `vehicles/${id}/meters`)).toEqual(readings);
  });

  it('reads miles, and times of a time zone', async () => {
    const { world, acme, id } = await withVan();
    const file = 'Plate;Date;Mileage\nK-WF 7;03/31/2026 2:30 PM;1,000.0\n';
    await world.advance(40 * 86_400_000);
    const mapping = { dateFormat: 'MM/DD/YYYY', decimal: '.', timeZone: 'America/New_York', units: { odometer: 'mi' } };
    const { job } = await imported(world, acme, 'meter-readings', file, mapping);
    expect(job).toMatchObject({ notes: { created: 1 } });
    expect(await allOf(acme, `vehicles/${id}/meters`)).toMatchObject([
      { value: 1_609_344, at: '2026-03-31T18:30:00.000Z', source: 'import' },
    ]);
  });
});

describe('importing assignments', () => {
  it('plans each once, and refuses what overlaps or lies in the past', async () => {
    const { world, acme } = await scene();
    const owner = acme.as('owner');
    await owner.post('vehicles', { name: 'Van 7' });
    await owner.post('drivers', { name: 'Mia', employeeNumber: '1001' });
    await owner.post('drivers', { name: 'Ben', employeeNumber: '1002' });
    const file = [
      'Vehicle,Driver,From,Until',
      'Van 7,1001,2026-04-01 06:00,2026-04-10 18:00',
      'Van 7,Ben,2026-04-11 06:00,',
      'Van 7,1002,2026-04-05 06:00,2026-04-06 06:00',
      'Van 7,Mia,2025-04-05 06:00,',
      'Van 7,Nobody,2026-06-05 06:00,',
    ].join('\n');
    const { job } = await imported(world, acme, 'assignments', file);
    expect(job).toMatchObject({ notes: { created: 2, failed: 3 } });
    const planned = await allOf(acme, 'assignments?state=planned&');
    expect(planned.map(({ from, driver }) => [from, (driver as { name: string }).name]).sort()).toEqual([
      ['2026-04-01T06:00:00.000Z', 'Mia'],
      ['2026-04-11T06:00:00.000Z', 'Ben'],
    ]);
    const again = await imported(world, acme, 'assignments', file);
    expect(again.job).toMatchObject({ notes: { created: 0, unchanged: 2, failed: 3 } });
    expect(await allOf(acme, 'assignments?state=planned&')).toEqual(planned);
  });
});
