import { badFile } from './table.ts';

/** What is told of a document while it is read. Names come without their namespace. */
export interface XmlHandlers {
  /** @param attributes as they are written; see `attributeOf`. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/** No tag and no text of a cell is longer. */
const MAX_PIECE = 1024 * 1024;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
        if (name) return ENTITIES[name] ?? whole;
        const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
    : text;

const patterns = new Map<string, RegExp>();

/** Made once: there are millions of attributes in a large sheet. */
const patternOf = (name: string): RegExp => {
  const known = patterns.get(name) ?? new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  patterns.set(name, known);
  return known;
};

/** The value of an attribute, by its name without namespace. */
export const attributeOf = (attributes: string, name: string): string | undefined => {
  const found = patternOf(name).exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : decoded(value);
};

const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Where a tag ends that begins at `from`; a `>` may stand in the value of an attribute. */
const endOfTag = (text: string, from: number): number => {
  let end = text.indexOf('>', from);
  const isQuoted = (upTo: number) => {
    let quote = 0;
    for (let at = from; at < upTo; at++) {
      const code = text.charCodeAt(at);
      if (quote !== 0) quote = code === quote ? 0 : quote;
      else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) quote = code;
    }
    return quote !== 0;
  };
  while (end >= 0 && isQuoted(end)) end = text.indexOf('>', end + 1);
  return end;
};

/** Beginnings of what is no element, with what ends it. */
const ASIDES: readonly (readonly [begin: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/**
 * Reads XML of spreadsheets piece by piece, without keeping it: elements, attributes, text. Documents with a type declaration, which could define
 * entities, are refused.
 */
export const xmlReader = ({ open, close, text: onText }: XmlHandlers) => {
  let rest = '';

  const tag = (inside: string): void => {
    if (inside.startsWith('/')) {
      close(localName(inside.slice(1).trim()));
      return;
    }
    const isClosed = inside.endsWith('/');
    const body = isClosed ? inside.slice(0, -1) : inside;
    const space = body.search(/\s/);
    const name = localName(space < 0 ? body : body.slice(0, space));
    open(name, space < 0 ? '' : body.slice(space));
    if (isClosed) close(name);
  };

  /** Reads what begins at `<`; answers where it ends, or -1 while that is not known. */
  const markup = (at: number): number => {
    const aside = rest[at + 1] === '!' || rest[at + 1] === '?';
    if (aside) {
      if (rest.startsWith('<!DOCTYPE', at))
        throw badFile('The file has a document type declaration, which is not read.');
      const known = ASIDES.find(([begin]) => rest.startsWith(begin, at));
      if (!known) return -1;
      const end = rest.indexOf(known[1], at + known[0].length);
      if (end >= 0 && known[1] === ']]>') onText(rest.slice(at + known[0].length, end));
      return end < 0 ? -1 : end + known[1].length;
    }
    const end = endOfTag(rest, at);
    if (end < 0) return -1;
    tag(rest.slice(at + 1, end));
    return end + 1;
  };

  return {
    write(piece: string): void {
      rest += piece;
      let at = 0;
      for (;;) {
        const next = rest.indexOf('<', at);
        if (next < 0) break;
        if (next > at) onText(decoded(rest.slice(at, next)));
        const end = markup(next);
        at = end < 0 ? next : end;
        if (end < 0) break;
      }
      rest = rest.slice(at);
      if (rest.length > MAX_PIECE) throw badFile('The file is damaged: an element does not end.');
    },
  };
};
