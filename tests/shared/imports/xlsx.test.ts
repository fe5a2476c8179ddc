import { writeXlsx } from 'hucre/xlsx';
import { openTable, XLSX_TYPE } from '../../../shared/imports/read-table.ts';
import { dayOf } from '../../../shared/imports/sheet.ts';
import { LIMITS } from '../../../shared/imports/table.ts';
import { allRows, cellsOf, sourceOf, workbookOf, zipOf } from './sources.ts';

const open = (bytes: Uint8Array, told = {}) => openTable(sourceOf(bytes, 1_000), XLSX_TYPE, told);
const rowsOf = async (bytes: Uint8Array) => cellsOf((await open(bytes)).rows);
const cell = (reference: string, value: string, type = 'n') => `<c r="${reference}" t="${type}"><v>${value}</v></c>`;

describe('an XLSX file', () => {
  it('shows what another program has written: texts, numbers, days, yes and no', async () => {
    const file = await writeXlsx({
      sheets: [
        {
          name: 'Fleet',
          rows: [
            ['Name', 'Odometer', 'Bought', 'Seen', 'Leased'],
            ['Van <7> & "8"', 1234.5, new Date('2026-03-31T00:00:00Z'), new Date('2026-03-31T08:30:00Z'), true],
            ['Łódź', -2, null, null, false],
          ],
        },
        { name: 'Other', rows: [['Only this']] },
      ],
    });
    const { form, rows } = await open(file);
    expect(form).toEqual({ sheet: 'Fleet', sheets: ['Fleet', 'Other'] });
    const [header, first, second] = await cellsOf(rows);
    expect(header).toEqual(['Name', 'Odometer', 'Bought', 'Seen', 'Leased']);
    expect(first?.slice(0, 3)).toEqual(['Van <7> & "8"', 1234.5, '2026-03-31']);
    expect(first?.[4]).toBe(true);
    expect(second?.slice(0, 2)).toEqual(['Łódź', -2]);
    expect(await cellsOf((await open(file, { sheet: 'Other' })).rows)).toEqual([['Only this']]);
    await expect(open(file, { sheet: 'None' })).rejects.toMatchObject({ code: 'imports/bad-file' });
  });

  it('counts a formula as the value it had, and leaves out how a text is pronounced', async () => {
    const shared = '<si><r><t>Van </t></r><r><t>7</t></r><rPh sb="0" eb="1"><t>VAN</t></rPh></si>';
    const rows = `<row r="2">${cell('A2', '0', 's')}<c r="C2"><f>SUM(1,2)</f><v>3</v></c><c r="D2" t="str"><f>A2</f><v>a_x000D_b</v></c></row><row r="5"><c r="A5" t="inlineStr"><is><t>in &amp; out</t></is></c></row>`;
    expect(await allRows((await open(zipOf(workbookOf(rows, { shared })))).rows)).toEqual([
      { number: 2, cells: ['Van 7', null, 3, 'a\rb'] },
      { number: 5, cells: ['in & out'] },
    ]);
  });

  it('counts days from 1900, or from 1904 where it says so', () => {
    expect(dayOf(46112, false)).toBe('2026-03-31');
    expect(dayOf(46112.5, false)).toBe('2026-03-31T12:00:00');
    expect(dayOf(44650, true)).toBe('2026-03-31');
    expect(dayOf(1, false)).toBe('1900-01-01');
    expect(dayOf(0.25, false)).toBe(0.25);
  });

  it.each([
    ['no archive', Buffer.from('Name,Plate\n'), 'imports/bad-file'],
    ['a workbook with a password, or of Excel 97', Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'imports/bad-file'],
    ['an archive of something else', zipOf([{ name: 'a.txt', text: 'a' }]), 'imports/bad-file'],
    [
      'an archive with a password',
      zipOf(workbookOf('').map((one) => ({ ...one, encrypted: true }))),
      'imports/bad-file',
    ],
    [
      'entities that multiply',
      zipOf(workbookOf('').map((one) => ({ ...one, text: `<!DOCTYPE x [<!ENTITY a "aaaa">]>${one.text}` }))),
      'imports/bad-file',
    ],
    [
      'an archive that says that it unpacks to too much',
      zipOf(workbookOf('').map((one) => ({ ...one, says: LIMITS.unpackedBytes }))),
      'imports/too-large',
    ],
  ])('that is %s is refused', async (_, bytes, code) => {
    await expect(rowsOf(bytes)).rejects.toMatchObject({ code });
  });

  it('that refers to what no address can be has no sheet', async () => {
    const files = (target: string) =>
      zipOf(workbookOf('').map((one) => ({ ...one, text: one.text.replace('worksheets/sheet1.xml', target) })));
    for (const target of ['%', 'http://[', '../../../../etc/passwd', 'file:///etc/passwd'])
      await expect(rowsOf(files(target))).rejects.toMatchObject({ code: 'imports/bad-file' });
  });

  it('with more texts than anybody could write is refused', async () => {
    const shared = '<si/>'.repeat(2_000_001);
    await expect(rowsOf(zipOf(workbookOf('', { shared })))).rejects.toMatchObject({ code: 'imports/too-large' });
    const long = `<row r="1"><c r="A1" t="inlineStr"><is>${`<t>${'x'.repeat(1_000)}</t>`.repeat(300)}</is></c></row>`;
    await expect(rowsOf(zipOf(workbookOf(long)))).rejects.toMatchObject({ code: 'imports/bad-file' });
  });

  it('that unpacks to more than it says is refused before it does', async () => {
    const bomb = workbookOf(' '.repeat(50_000_000)).map((one) => ({ ...one, says: Math.min(one.text.length, 4_096) }));
    const file = zipOf(bomb);
    expect(file.length).toBeLessThan(100_000);
    await expect(rowsOf(file)).rejects.toMatchObject({ code: 'imports/too-large' });
  });

  it('whose sheet is cut off, or whose column is out of reach, is refused', async () => {
    const file = zipOf(workbookOf(`<row r="1">${cell('A1', '1')}</row>`));
    await expect(rowsOf(file.subarray(0, file.length - 30))).rejects.toMatchObject({ code: 'imports/bad-file' });
    const spoilt = Buffer.from(file);
    spoilt.fill(0xff, 40, 60);
    await expect(rowsOf(spoilt)).rejects.toMatchObject({ code: 'imports/bad-file' });
    await expect(rowsOf(zipOf(workbookOf(`<row r="1">${cell('XFD1', '1')}</row>`)))).rejects.toMatchObject({
      code: 'imports/too-large',
    });
  });
});
