import { app, found } from '../company.ts';
import { allOf, asked, imported, OWNER, resultOf, uploaded } from './tables.ts';

const scene = async () => {
  const world = app();
  return { world, acme: await found(world, 'acme') };
};

const FLEET = [
  'Fahrzeug;Kennzeichen;FIN;Baujahr;Kraftstoff;Tank (l);Extra',
  'Van 7;K-WF 7;WVWZZZ1JZXW000007;2024;Diesel;75,5;x',
  'Van 8;K-WF 8;WVWZZZ1JZXW000008;2023;Elektro;;',
  'Bad;K-WF 9;TOO SHORT;2023;Diesel;50;',
  '',
  'Van 10;K-WF 10;WVWZZZ1JZXW000010;soon;Diesel;10;',
  'Van 7 again;K-WF 11;WVWZZZ1JZXW000007;2024;Diesel;10;',
].join('\r\n');

describe('importing vehicles', () => {
  it('reads a file, and guesses what its columns hold', async () => {
    const { world, acme } = await scene();
    const { read } = await uploaded(world, acme, 'vehicles', FLEET);
    expect(read).toMatchObject({
      state: 'read',
      table: { delimiter: ';', encoding: 'utf-8', rows: 5 },
      mapping: {
        columns: [
          { column: 'Fahrzeug', field: 'name' },
          { column: 'Kennzeichen', field: 'plate' },
          { column: 'FIN', field: 'vin' },
          { column: 'Baujahr', field: 'modelYear' },
          { column: 'Kraftstoff', field: 'energy' },
          { column: 'Tank (l)', field: 'tankMillilitres' },
        ],
        keyField: 'vin',
        decimal: ',',
      },
    });
  });

  it('shows what a run would do, and writes nothing', async () => {
    const { world, acme } = await scene();
    const { id } = await uploaded(world, acme, 'vehicles', FLEET);
    const preview = await asked(world, 'POST', `imports/${id}/preview`);
    expect(preview).toMatchObject({ rows: 5, created: 2, updated: 0, unchanged: 0, failed: 3 });
    expect(preview.errors).toEqual([
      { row: 4, column: 'FIN', field: 'vin', value: 'TOO SHORT', message: expect.stringContaining('17 characters') },
      { row: 6, column: 'Baujahr', field: 'modelYear', value: 'soon', message: 'Expected a number such as 1234,5.' },
      { row: 7, message: 'Row 2 has the same vin already.' },
    ]);
    expect(await allOf(acme, 'vehicles')).toEqual([]);
  });

  it('adds what is new, whatever is wrong with other rows, and gives these back to be corrected', async () => {
    const { world, acme } = await scene();
    const { job } = await imported(world, acme, 'vehicles', FLEET);
    expect(job).toMatchObject({
      state: 'completed-with-errors',
      progress: { done: 5, total: 5, failed: 3 },
      notes: { created: 2, updated: 0, unchanged: 0, failed: 3 },
      hasResult: true,
    });
    expect(await allOf(acme, 'vehicles')).toMatchObject([
      { name: 'Van 7', plate: 'K-WF 7', modelYear: 2024, energy: 'diesel', tankMillilitres: 75_500 },
      { name: 'Van 8', energy: 'electric' },
    ]);
    expect((await resultOf(world, job)).split('\r\n')).toEqual([
      'Fahrzeug;Kennzeichen;FIN;Baujahr;Kraftstoff;Tank (l);Extra;error',
      'Bad;K-WF 9;TOO SHORT;2023;Diesel;50;;FIN: A VIN has 17 characters and no I, O or Q.',
      'Van 10;K-WF 10;WVWZZZ1JZXW000010;soon;Diesel;10;;Baujahr: Expected a number such as 1234,5.',
      'Van 7 again;K-WF 11;WVWZZZ1JZXW000007;2024;Diesel;10;;Row 2 has the same vin already.',
      '',
    ]);
  });

  it('changes nothing the second time, and only what differs the third', async () => {
    const { world, acme } = await scene();
    await imported(world, acme, 'vehicles', FLEET);
    const before = await allOf(acme, 'vehicles');
    const again = await imported(world, acme, 'vehicles', FLEET);
    expect(again.job).toMatchObject({ notes: { created: 0, updated: 0, unchanged: 2, failed: 3 } });
    expect(await allOf(acme, 'vehicles')).toEqual(before);
    const changed = await imported(world, acme, 'vehicles', 'VIN,Colour\nWVWZZZ1JZXW000008,blue\n');
    expect(changed.job).toMatchObject({ state: 'completed', notes: { created: 0, updated: 1 }, hasResult: false });
    const vehicles = await allOf(acme, 'vehicles');
    expect(vehicles[1]).toEqual({ ...before[1], colour: 'blue', version: 2 });
    expect(vehicles[0]).toEqual(before[0]);
  });

  it('matches by plate, however it is written, and by name, among the vehicles in use', async () => {
    const { world, acme } = await scene();
    await imported(world, acme, 'vehicles', FLEET);
    const byPlate = await imported(world, acme, 'vehicles', 'Plate,Colour\nkwf 7,red\n');
    expect(byPlate.job).toMatchObject({ notes: { updated: 1 } });
    const byName = await imported(world, acme, 'vehicles', 'Name,Colour\nVAN 8,green\n');
    expect(byName.job).toMatchObject({ notes: { updated: 1 } });
    const [van7, van8] = await allOf(acme, 'vehicles');
    expect([van7?.colour, van8?.colour]).toEqual(['red', 'green']);
    await acme.as('owner').post(`vehicles/${van8?.id}/retire`, { reason: 'Sold for parts' });
    const next = await imported(world, acme, 'vehicles', 'Name,Colour\nVan 8,white\n');
    expect(next.job).toMatchObject({ notes: { created: 1 } });
    expect((await imported(world, acme, 'vehicles', 'Name,Colour\nVan 8,white\n')).job).toMatchObject({
      notes: { unchanged: 1 },
    });
    const retired = await imported(world, acme, 'vehicles', 'VIN,Colour\nWVWZZZ1JZXW000008,black\n');
    expect(retired.job).toMatchObject({ notes: { failed: 1 } });
  });

  it('needs a name for a new vehicle, and no more than the key for one that is there', async () => {
    const { world, acme } = await scene();
    const { job } = await imported(world, acme, 'vehicles', 'VIN,Colour\nWVWZZZ1JZXW000008,blue\n');
    expect(job).toMatchObject({ notes: { failed: 1 } });
    expect(await resultOf(world, job)).toContain('A vehicle that is new needs a name.');
  });

  it('does not take a VIN from another vehicle', async () => {
    const { world, acme } = await scene();
    await imported(world, acme, 'vehicles', FLEET);
    const { job } = await imported(world, acme, 'vehicles', 'Name,VIN\nThief,WVWZZZ1JZXW000007\n', {
      keyField: 'name',
    });
    expect(job).toMatchObject({ notes: { failed: 1 } });
    expect(await resultOf(world, job)).toContain('Another vehicle in use has this VIN.');
  });

  it('says what of a mapping does not fit', async () => {
    const { world, acme } = await scene();
    const { id, read } = await uploaded(world, acme, 'vehicles', FLEET);
    const refused = await world.ask('PUT', `imports/${id}/mapping`, {
      headers: OWNER,
      body: {
        columns: [
          { column: 'Fahrzeug', field: 'name' },
          { column: 'Nowhere', field: 'plate' },
          { column: 'FIN', field: 'name' },
        ],
        keyField: 'vin',
        units: { name: 'km', tankMillilitres: 'km' },
      },
    });
    expect(refused.body).toMatchObject({ status: 400, code: 'imports/bad-mapping' });
    expect((refused.body.issues as { path: unknown[] }[]).map(({ path }) => path.join('.'))).toEqual([
      'columns.1.column',
      'columns.2.field',
      'keyField',
      'units.name',
      'units.tankMillilitres',
    ]);
    expect(await asked(world, 'GET', `imports/${id}`)).toEqual(read);
  });
});
