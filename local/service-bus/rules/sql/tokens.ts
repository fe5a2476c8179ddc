export type Token =
  | { readonly kind: 'literal'; readonly value: string | number }
  /** `[quoted]` or `"quoted"`: never a keyword. */
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string; readonly upper: string }
  | { readonly kind: 'symbol'; readonly text: string };

const PATTERN =
  /\s*(?:'(?<text>(?:[^']|'')*)'|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\[(?<bracketed>(?:[^\]]|\]\])*)\]|"(?<quoted>(?:[^"]|"")*)"|(?<word>[A-Za-z_][\w$#@-]*)|(?<symbol><>|!=|<=|>=|[=<>+\-*/%(),.]))/y;

const tokenOf = ({ text, number, bracketed, quoted, word, symbol }: Record<string, string | undefined>): Token => {
  if (text !== undefined) return { kind: 'literal', value: text.replaceAll("''", "'") };
  if (number !== undefined) return { kind: 'literal', value: Number(number) };
  if (bracketed !== undefined) return { kind: 'name', text: bracketed.replaceAll(']]', ']') };
  if (quoted !== undefined) return { kind: 'name', text: quoted.replaceAll('""', '"') };
  if (word !== undefined) return { kind: 'word', text: word, upper: word.toUpperCase() };
  return { kind: 'symbol', text: symbol ?? '' };
};

/** Splits a SQL filter expression into tokens. Throws a SyntaxError that names the place. */
export const tokensOf = (source: string): Token[] => {
  const trimmed = source.trimEnd();
  const pattern = new RegExp(PATTERN);
  const tokens: Token[] = [];
  while (pattern.lastIndex < trimmed.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(trimmed);
    if (!match?.groups)
      throw new SyntaxError(`unexpected '${trimmed.slice(at, at + 10).trim()}' at character ${at + 1}`);
    tokens.push(tokenOf(match.groups));
  }
  return tokens;
};
