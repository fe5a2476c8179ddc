import { posix } from 'node:path';
import { badFile, type Source, tooLarge } from './table.ts';
import { attributeOf, xmlReader } from './xml.ts';
import { openZip, readEntry, type ZipEntry } from './zip.ts';

/** An XLSX file, with what is needed to read any of its sheets. */
export interface Workbook {
  readonly source: Source;
  readonly sheets: readonly { readonly name: string; readonly entry: ZipEntry }[];
  /** Texts that cells name by their place in this list. */
  readonly texts: readonly string[];
  /** Whether a cell of this style shows its number as a day. */
  readonly isDay: readonly boolean[];
  /** Whether days are counted from 1904, as early Macintoshes did. */
  readonly from1904: boolean;
}

/** Encrypted workbooks and those of Excel 97 are of this older format. */
const OLD_FORMAT = 0xd0cf11e0;
/** What is held in memory of a file: the characters of all texts together, and how many there may be of whatever is listed. */
const MAX_TEXT = 48 * 1024 * 1024;
const MAX_TEXTS = 2_000_000;
const MAX_STYLES = 100_000;
const MAX_RELATIONS = 5_000;
const MAX_SHEETS = 500;
const MAX_NAME = 200;
/** The built-in number formats that show days. */
const DAY_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

const tooMany = () => tooLarge('The file has too many parts, texts or styles.');

type Handlers = Parameters<typeof xmlReader>[0];
const IGNORED = () => undefined;

/** Reads one XML file of an archive. */
export const readXml = async (source: Source, entry: ZipEntry, handlers: Partial<Handlers>): Promise<void> => {
  const reader = xmlReader({ open: IGNORED, close: IGNORED, text: IGNORED, ...handlers });
  const decoder = new TextDecoder();
  for await (const chunk of readEntry(source, entry)) reader.write(decoder.decode(chunk, { stream: true }));
};

type Files = ReadonlyMap<string, ZipEntry>;

interface Relation {
  readonly type: string;
  readonly target: string;
}

/** The file of the archive to which a reference in a folder leads; whatever leads elsewhere is simply not there. */
const pathOf = (target: string, folder: string): string =>
  posix.normalize(target.startsWith('/') ? target : `/${folder}${target}`).slice(1);

/** What a file of the archive refers to, by the ids it uses. */
const relationsOf = async (source: Source, files: Files, path: string): Promise<ReadonlyMap<string, Relation>> => {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const entry = files.get(`${folder}_rels/${path.slice(folder.length)}.rels`);
  const relations = new Map<string, Relation>();
  if (!entry) return relations;
  await readXml(source, entry, {
    open(name, attributes) {
      const [id, type, target] = ['Id', 'Type', 'Target'].map((one) => attributeOf(attributes, one));
      if (name !== 'Relationship' || !id || !type || !target) return;
      if (relations.size >= MAX_RELATIONS) throw tooMany();
      relations.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target: pathOf(target, folder) });
    },
  });
  return relations;
};

/** The texts of `sharedStrings.xml`; how Asian ones are pronounced is left out. */
const textsOf = async (source: Source, entry: ZipEntry): Promise<string[]> => {
  const texts: string[] = [];
  let [current, isText, isPronunciation, characters] = ['', false, false, 0];
  await readXml(source, entry, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 'rPh') isPronunciation = true;
      else if (name === 't') isText = !isPronunciation;
    },
    text(text) {
      if (!isText) return;
      characters += text.length;
      if (characters > MAX_TEXT) throw tooLarge('The file has too much text.');
      current += text;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPronunciation = false;
      else if (name === 'si') {
        if (texts.length >= MAX_TEXTS) throw tooMany();
        texts.push(unescaped(current));
      }
    },
  });
  return texts;
};

/** Excel writes characters that XML does not allow as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** Whether a number format shows a day; what is quoted, escaped or in brackets is not part of it. */
const showsDay = (format: string): boolean =>
  /[yd]|(^|[^a-z])m(?![a-z]*[:s])/i.test(
    format.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').replace(/[hs]+[:.]?m+|m+[:.]?s+/gi, ''),
  );

const daysOf = async (source: Source, entry: ZipEntry): Promise<boolean[]> => {
  const formats = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inStyles = false;
  await readXml(source, entry, {
    open(name, attributes) {
      const id = Number(attributeOf(attributes, 'numFmtId'));
      if (formats.size + styles.length >= MAX_STYLES) throw tooMany();
      if (name === 'numFmt') formats.set(id, showsDay(attributeOf(attributes, 'formatCode') ?? ''));
      else if (name === 'cellXfs') inStyles = true;
      else if (name === 'xf' && inStyles) styles.push(formats.get(id) ?? DAY_FORMATS.has(id));
    },
    close(name) {
      if (name === 'cellXfs') inStyles = false;
    },
  });
  return styles;
};

/** Opens an XLSX file. @throws FleetError `invalid` when it is none, or encrypted; `too-large`. */
export const openWorkbook = async (source: Source): Promise<Workbook> => {
  for await (const head of await source.read(0, 4)) {
    if (Buffer.from(head).length >= 4 && Buffer.from(head).readUInt32BE() === OLD_FORMAT)
      throw badFile('The file is protected by a password, or of Excel 97. Save it as XLSX, without a password.');
  }
  const files = await openZip(source);
  const relation = (relations: ReadonlyMap<string, Relation>, type: string) =>
    [...relations.values()].find((one) => one.type === type)?.target;
  const path = relation(await relationsOf(source, files, ''), 'officeDocument');
  const workbook = path === undefined ? undefined : files.get(path);
  if (!workbook) throw badFile('The file is no XLSX file: it has no workbook.');

  const relations = await relationsOf(source, files, workbook.name);
  const entryOf = (target: string | undefined) => (target === undefined ? undefined : files.get(target));
  const sheets: { name: string; entry: ZipEntry }[] = [];
  let from1904 = false;
  await readXml(source, workbook, {
    open(tag, attributes) {
      if (tag === 'workbookPr') from1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
      if (tag !== 'sheet') return;
      const [name, id] = [attributeOf(attributes, 'name'), attributeOf(attributes, 'id')];
      const entry = entryOf(relations.get(id ?? '')?.target);
      if (sheets.length >= MAX_SHEETS) throw tooMany();
      if (name !== undefined && entry) sheets.push({ name: name.slice(0, MAX_NAME), entry });
    },
  });
  if (sheets.length === 0) throw badFile('The file has no sheet with rows.');
  const [texts, styles] = [entryOf(relation(relations, 'sharedStrings')), entryOf(relation(relations, 'styles'))];
  return {
    source,
    sheets,
    from1904,
    texts: texts ? await textsOf(source, texts) : [],
    isDay: styles ? await daysOf(source, styles) : [],
  };
};
