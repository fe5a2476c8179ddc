import type { ImportField } from '../../../shared/imports/importable.ts';
import { guessMapping, Mapping } from '../../../shared/imports/mapping.ts';
import { dateOf, instantOf } from '../../../shared/imports/moments.ts';
import { numberOf, readCell } from '../../../shared/imports/read-cell.ts';
import type { Cell } from '../../../shared/imports/table.ts';

const how = (told: Partial<Mapping> = {}): Mapping =>
  Mapping.parse({ columns: [{ column: 'A', field: 'a' }], keyField: 'a', ...told });
const field = (reads: ImportField['reads'], more: Partial<ImportField> = {}): ImportField => ({
  ...{ name: 'a', label: 'A', synonyms: [], example: '', reads },
  ...more,
});

describe('a number', () => {
  it.each([
    ['1234', '.', 1234],
    ['1,234.5', '.', 1234.5],
    ['1.234,5', ',', 1234.5],
    ["1'234.5", '.', 1234.5],
    ['1 234,5', ',', 1234.5],
    ['-0.5', '.', -0.5],
    // It would be another number with the other sign.
    ['1,5', '.', undefined],
    ['1.5', ',', undefined],
    ['12.34.5', ',', undefined],
    ['1e5', '.', undefined],
    ['', '.', undefined],
  ] as const)('written %j with %j is %j', (text, decimal, number) => expect(numberOf(text, decimal)).toBe(number));
});

describe('a day', () => {
  it.each([
    ['2026-03-31', 'DD.MM.YYYY', '2026-03-31'],
    ['31.3.2026', 'DD.MM.YYYY', '2026-03-31'],
    ['03/04/2026', 'MM/DD/YYYY', '2026-03-04'],
    ['03/04/2026', 'DD/MM/YYYY', '2026-04-03'],
    ['2026/3/4', 'YYYY/MM/DD', '2026-03-04'],
    ['31.02.2026', 'DD.MM.YYYY', undefined],
    ['31.3.26', 'DD.MM.YYYY', undefined],
    ['31.3.2026', 'DD/MM/YYYY', undefined],
  ] as const)('written %j as %s is %j', (text, format, day) => expect(dateOf(text, format)).toBe(day));
});

describe('a moment', () => {
  it.each([
    ['31.03.2026 14:30', 'Europe/Berlin', '2026-03-31T12:30:00.000Z'],
    ['15.01.2026 14:30:15', 'Europe/Berlin', '2026-01-15T13:30:15.000Z'],
    ['31.03.2026 2:30 PM', 'UTC', '2026-03-31T14:30:00.000Z'],
    ['31.03.2026 12:05 am', 'UTC', '2026-03-31T00:05:00.000Z'],
    ['31.03.2026', 'Asia/Tokyo', '2026-03-30T15:00:00.000Z'],
    ['2026-03-31T14:30:00+05:30', 'Europe/Berlin', '2026-03-31T09:00:00.000Z'],
    // The hour that comes twice: the first. The one that is left out: counted from before it.
    ['25.10.2026 02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['29.03.2026 02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['31.03.2026 25:00', 'UTC', undefined],
    ['31.03.2026 soon', 'UTC', undefined],
  ] as const)('%j in %s is %j', (text, zone, at) => expect(instantOf(text, 'DD.MM.YYYY', zone)).toBe(at));
});

describe('a cell', () => {
  it.each<[string, Cell, ImportField, Partial<Mapping>, unknown]>([
    ['a text', ' K-WF 7 ', field('text'), {}, 'K-WF 7'],
    ['a text that a spreadsheet made a number', 1042, field('text'), {}, '1042'],
    ['a text that we have guarded', "'=1+1", field('text'), {}, '=1+1'],
    ['a choice', 'Plug-in Hybrid', field('choice'), {}, 'plug-in-hybrid'],
    ['a list', 'a, b;c|', field('list'), {}, ['a', 'b', 'c']],
    ['a yes', 'Ja', field('boolean'), {}, true],
    ['a no', false, field('boolean'), {}, false],
    ['a number of a spreadsheet, whatever the decimal sign', 1.5, field('number'), { decimal: ',' }, 1.5],
    ['kilometres', '12,5', field('metres', { unit: 'km' }), { decimal: ',' }, 12_500],
    ['miles', 100, field('metres', { unit: 'km' }), { units: { a: 'mi' } }, 160_934],
    ['hours', 1.5, field('seconds', { unit: 'h' }), {}, 5_400],
    ['a day that has a time', '2026-03-31T08:00:00', field('date'), {}, '2026-03-31'],
  ])('holds %s', (_, cell, reads, told, value) => expect(readCell(cell, reads, how(told))).toEqual({ value }));

  it('says what is wrong with it', () => {
    expect(readCell('many', field('number'), how())).toEqual({ message: 'Expected a number such as 1234.5.' });
    expect(readCell('#N/A', field('text'), how())).toEqual({
      message: 'The cell shows #N/A: its formula has no value.',
    });
    expect(readCell('perhaps', field('boolean'), how())).toEqual({ message: 'Expected yes or no.' });
  });

  it('says nothing when it is empty', () => {
    for (const cell of [null, undefined, '', '  ']) expect(readCell(cell, field('number'), how())).toEqual({});
  });
});

describe('a guess', () => {
  const fields = [
    field('text', { name: 'name', label: 'Name' }),
    field('text', { name: 'plate', label: 'Plate', synonyms: ['licence plate', 'Kennzeichen'] }),
    field('date', { name: 'on', label: 'Bought on' }),
  ];
  const keys = [
    { name: 'plate', fields: ['plate'] },
    { name: 'name', fields: ['name'] },
  ];
  it('knows headers whatever their case and punctuation, each field once, and the first key that is there', () => {
    const { columns, keyField } = guessMapping({ fields, keys }, ['NAME', 'Licence-Plate', 'Plate', 'Other'], []);
    expect(columns).toEqual([
      { column: 'NAME', field: 'name' },
      { column: 'Licence-Plate', field: 'plate' },
    ]);
    expect(keyField).toBe('plate');
    expect(guessMapping({ fields, keys }, ['Name'], []).keyField).toBe('name');
  });

  it.each<[Cell, Partial<Mapping>]>([
    ['31.03.2026 08:00', { dateFormat: 'DD.MM.YYYY' }],
    ['2026-03-31', { dateFormat: 'YYYY-MM-DD' }],
    ['03/31/2026', { dateFormat: 'MM/DD/YYYY' }],
    ['31/03/2026', { dateFormat: 'DD/MM/YYYY' }],
    ['12,5', { decimal: ',' }],
    ['1,234', { decimal: '.' }],
  ])('sees how %j is written', (cell, expected) =>
    expect(guessMapping({ fields, keys }, ['Name'], [['x', cell]])).toMatchObject(expected),
  );
});
