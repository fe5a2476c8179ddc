import { deflateRawSync } from 'node:zlib';
import type { Row, Source } from '../../../shared/imports/table.ts';

/** Bytes as a source that hands them over in small pieces, so that everything is cut somewhere. */
export const sourceOf = (bytes: Uint8Array, pieceBytes = 7): Source => ({
  bytes: bytes.length,
  async read(offset, length = bytes.length) {
    const part = bytes.subarray(offset, offset + length);
    return (async function* () {
      for (let at = 0; at < part.length; at += pieceBytes) yield part.subarray(at, at + pieceBytes);
    })();
  },
});

export const allRows = async (rows: AsyncIterable<Row>): Promise<Row[]> => {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
};

export const cellsOf = async (rows: AsyncIterable<Row>) => (await allRows(rows)).map(({ cells }) => cells);

interface Packed {
  readonly name: string;
  readonly text: string;
  /** What the archive says that the text has, if not the truth. */
  readonly says?: number;
  readonly encrypted?: boolean;
}

/** An archive with these files, as a person with bad intentions could write it. */
export const zipOf = (files: readonly Packed[]): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, says, encrypted = false } of files) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(encrypted ? 1 : 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(says ?? bytes.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
};

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;

/** The files of a workbook with one sheet whose rows are this XML. */
export const workbookOf = (
  rows: string,
  more: { readonly shared?: string; readonly workbook?: string } = {},
): Packed[] => [
  {
    name: '_rels/.rels',
    text: `<Relationships>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
  },
  {
    name: 'xl/workbook.xml',
    text: `<?xml version="1.0"?><workbook>${more.workbook ?? ''}<sheets><sheet name="Fleet" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    text: `<Relationships>${relation('rId1', 'worksheet', 'worksheets/sheet1.xml')}${relation('rId2', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
  },
  { name: 'xl/sharedStrings.xml', text: `<sst>${more.shared ?? ''}</sst>` },
  { name: 'xl/worksheets/sheet1.xml', text: `<worksheet><sheetData>${rows}</sheetData></worksheet>` },
];
