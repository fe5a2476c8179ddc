import fc from 'fast-check';
import { csvLine } from '../../../shared/imports/csv-line.ts';
import { openTable } from '../../../shared/imports/read-table.ts';
import { LIMITS } from '../../../shared/imports/table.ts';
import { allRows, cellsOf, sourceOf } from './sources.ts';

const open = (bytes: Uint8Array | string, told = {}) => openTable(sourceOf(Buffer.from(bytes)), 'text/csv', told);
const UTF16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a CSV file', () => {
  it.each([
    [
      'UTF-8',
      Buffer.from('Name,Ort\nJörg,Łódź\n'),
      'utf-8',
      [
        ['Name', 'Ort'],
        ['Jörg', 'Łódź'],
      ],
    ],
    ['UTF-8 with a mark', Buffer.from('\ufeffName\nJörg\n'), 'utf-8', [['Name'], ['Jörg']]],
    ['UTF-16', UTF16('Name\nJörg\n'), 'utf-16le', [['Name'], ['Jörg']]],
    ['UTF-16 without a mark', Buffer.from('Name\nJörg\n', 'utf16le'), 'utf-16le', [['Name'], ['Jörg']]],
    ['Windows-1252', Buffer.from('Name\nJ\xf6rg \x80\n', 'latin1'), 'windows-1252', [['Name'], ['Jörg €']]],
  ])('is read in %s', async (_, bytes, encoding, rows) => {
    const { form, rows: read } = await open(bytes);
    expect(form.encoding).toBe(encoding);
    expect(await cellsOf(read)).toEqual(rows);
  });

  it('is not taken for UTF-8 when its last letter is not', async () => {
    const text = `Name\n${'Van\n'.repeat(5_000)}J`;
    const { form } = await open(Buffer.concat([Buffer.from(text), Buffer.from([0xf6])]));
    expect(form.encoding).toBe('windows-1252');
  });

  it.each([
    [',', 'a,b,c\n1,2,3\n'],
    [';', 'a;b;c\n"1,5;x";2,5;3\n'],
    ['\t', 'a\tb\n1\t2\n'],
    ['|', 'a|b\n1,2|3\n'],
    [';', 'sep=;\na;b\n1;2\n'],
    [',', 'alone\n1\n'],
  ])('with %j between its cells is recognised', async (delimiter, text) =>
    expect((await open(text)).form.delimiter).toBe(delimiter),
  );

  it('has quoted cells, with line breaks and quotation marks in them', async () => {
    const { rows } = await open('a,b\r\n"one\r\ntwo","say ""hi"""\r\n');
    expect(await cellsOf(rows)).toEqual([
      ['a', 'b'],
      ['one\r\ntwo', 'say "hi"'],
    ]);
  });

  it('counts its rows as a spreadsheet does, and skips the line that only names the delimiter', async () => {
    const { rows } = await open('sep=;\na;b\n;\n1;2\n');
    expect(await allRows(rows)).toEqual([
      { number: 2, cells: ['a', 'b'] },
      { number: 3, cells: [null, null] },
      { number: 4, cells: ['1', '2'] },
    ]);
  });

  it('that has lost a quotation mark is refused, not swallowed', async () => {
    const { rows } = await open(`a,b\n1,"2\n${'x,y\n'.repeat(LIMITS.cellCharacters)}`, { delimiter: ',' });
    await expect(allRows(rows)).rejects.toMatchObject({ code: 'imports/bad-file' });
  });

  it('with too many columns is refused', async () => {
    const { rows } = await open(`${'a,'.repeat(LIMITS.columns)}z\n`);
    await expect(allRows(rows)).rejects.toMatchObject({ code: 'imports/too-large' });
  });
});

describe('a line that we write', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+49 221 1', "'+49 221 1"],
    ['-2+3', "'-2+3"],
    ['-12.5', '-12.5'],
    ['\tx', "'\tx"],
    ['plain', 'plain'],
  ])('does not let %j be a formula', (cell, written) => expect(csvLine([cell], ',')).toBe(`${written}\r\n`));

  it('can be read again, whatever is in it', async () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 20 }), { minLength: 2, maxLength: 5 }), async (cells) => {
        // No cell may be a formula here: those come back with their apostrophe.
        const plain = cells.map((cell) => `x${cell}`);
        const { rows } = await open(csvLine(plain, ';'), { delimiter: ';', encoding: 'utf-8' });
        expect(await cellsOf(rows)).toEqual([plain]);
      }),
      { numRuns: 100 },
    ));
});
