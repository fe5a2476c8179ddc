import { badRequest } from './errors.ts';
import type { Connection } from './hub.ts';

type Subject = Pick<Connection, 'id' | 'userId' | 'groups'>;
/** A value a filter works with. Collections are `groups` and what is listed after `in`. */
type Value = string | number | boolean | null | ReadonlySet<Value>;
type Expression = (subject: Subject) => Value;

const WORDS: Readonly<Record<string, Expression>> = {
  connectionId: ({ id }) => id,
  userId: ({ userId }) => userId ?? null,
  groups: ({ groups }) => groups,
  null: () => null,
  true: () => true,
  false: () => false,
};

/** Negative when `left` comes first. NaN, which is neither more nor less, unless both are numbers or both are texts. */
const order = (left: Value, right: Value): number => {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  return left < right ? -1 : Number(left > right);
};

/** What stands between two operands, and how tightly it binds them. */
const OPERATORS: Readonly<Record<string, [binding: number, apply: (left: Value, right: Value) => boolean]>> = {
  or: [1, (left, right) => left === true || right === true],
  and: [2, (left, right) => left === true && right === true],
  eq: [3, (left, right) => left === right],
  ne: [3, (left, right) => left !== right],
  gt: [3, (left, right) => order(left, right) > 0],
  ge: [3, (left, right) => order(left, right) >= 0],
  lt: [3, (left, right) => order(left, right) < 0],
  le: [3, (left, right) => order(left, right) <= 0],
  in: [3, (left, right) => (right instanceof Set ? right.has(left) : left === right)],
};
const COMPARING = 3;

/** What functions do with their first value, a text. Of null, each makes null. */
const FUNCTIONS: Readonly<Record<string, (text: string, ...more: Value[]) => Value>> = {
  length: (text) => text.length,
  tolower: (text) => text.toLowerCase(),
  toupper: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  startswith: (text, part) => text.startsWith(String(part)),
  endswith: (text, part) => text.endsWith(String(part)),
  contains: (text, part) => text.includes(String(part)),
  indexof: (text, part) => text.indexOf(String(part)),
  concat: (text, other) => text + String(other),
  substring: (text, from) => text.slice(Number(from)),
};

/** Texts, numbers, words, and marks; what is none of them is refused where it stands. */
const TOKENS = /'(?:[^']|'')*'|-?\d+(?:\.\d+)?|\w+|\S/g;

const own = <Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Turns an OData filter into a test of connections. Throws a 400 for a filter the service would refuse. */
export const compileFilter = (source: string): ((subject: Subject) => boolean) => {
  const tokens: string[] = source.match(TOKENS) ?? [];
  const problem = (what: string) => badRequest(`Invalid filter '${source}': ${what}.`);
  const next = () => (tokens[0] === undefined ? 'the end' : `'${tokens[0]}'`);
  const takes = (token: string) => tokens[0] === token && tokens.shift() !== undefined;

  const list = (): Expression[] => {
    const values = [expression()];
    while (takes(',')) values.push(expression());
    if (!takes(')')) throw problem(`')' is missing before ${next()}`);
    return values;
  };

  const call = (name: string): Expression => {
    const apply = own(FUNCTIONS, name);
    if (!apply) throw problem(`unknown function '${name}'`);
    const values = list();
    if (values.length !== apply.length) throw problem(`'${name}' does not take ${values.length} values`);
    return (subject) => {
      const [text = null, ...more] = values.map((value) => value(subject));
      return typeof text === 'string' && !more.includes(null) ? apply(text, ...more) : null;
    };
  };

  const operand = (): Expression => {
    if (takes('not')) {
      const negated = expression(COMPARING);
      return (subject) => negated(subject) !== true;
    }
    if (takes('(')) {
      const [only, ...others] = list();
      if (only && others.length === 0) return only;
      return (subject) => new Set([only, ...others].map((value) => value?.(subject) ?? null));
    }
    if (!/^('.*'|-?\w.*)$/s.test(tokens[0] ?? '')) throw problem(`a value is missing before ${next()}`);
    const token = tokens.shift() ?? '';
    if (token.startsWith("'")) return () => token.slice(1, -1).replaceAll("''", "'");
    if (/^[-\d]/.test(token)) return () => Number(token);
    if (takes('(')) return call(token);
    const word = own(WORDS, token);
    if (!word) throw problem(`unknown property '${token}'`);
    return word;
  };

  /** Operands and the operators between them, as long as these bind at least so tightly. */
  const expression = (atLeast = 1): Expression => {
    let left = operand();
    for (;;) {
      const [binding = 0, apply] = own(OPERATORS, tokens[0] ?? '') ?? [];
      if (!apply || binding < atLeast) return left;
      tokens.shift();
      const [before, after] = [left, expression(binding + 1)];
      left = (subject) => apply(before(subject), after(subject));
    }
  };

  const whole = expression();
  if (tokens.length > 0) throw problem(`unexpected ${next()}`);
  return (subject) => whole(subject) === true;
};
