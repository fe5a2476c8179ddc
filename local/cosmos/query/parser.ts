import { notSimulated, sqlError } from '../errors.ts';
import type { Expression, OrderItem, Query, Selection, Source, Written } from './ast.ts';
import { type Token, tokenize } from './lexer.ts';

const LOOSEST = 1;
const NOT = 4;
const COMPARISON = 5;

/** How tightly an operator binds; the higher, the tighter. `NOT` stands between `AND` and the comparisons. */
const PRECEDENCE = new Map<string, number>();
for (const [tightness, operators] of [
  [LOOSEST, '??'],
  [2, 'OR'],
  [3, 'AND'],
  [COMPARISON, '= != < <= > >='],
  [6, '|'],
  [7, '^'],
  [8, '&'],
  [9, '<< >> >>>'],
  [10, '+ - ||'],
  [11, '* / %'],
] as const)
  for (const operator of operators.split(' ')) PRECEDENCE.set(operator, tightness);

const CONSTANTS: Readonly<Record<string, true | false | null | undefined>> = {
  TRUE: true,
  FALSE: false,
  NULL: null,
  UNDEFINED: undefined,
};

const call = (name: string, ...args: Expression[]): Expression => ({ kind: 'call', name, args });
const literal = (value: string | number): Expression => ({ kind: 'literal', value });

/** Recursive descent over the query language. */
class Parser {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(sql: string) {
    this.#sql = sql;
    this.#tokens = tokenize(sql);
  }

  parse(): Query {
    const query = this.#query();
    if (this.#peek().type !== 'end') this.#fail();
    return query;
  }

  #query(): Query {
    this.#expect('SELECT');
    const distinct = this.#accept('DISTINCT');
    const top = this.#accept('TOP') ? this.#count() : undefined;
    const select = this.#selection();
    const from = this.#clause('FROM', () => this.#list(() => this.#source(), 'JOIN'));
    const where = this.#clause('WHERE', () => this.#expression());
    const groupBy = this.#clause('GROUP BY', () => this.#list(() => this.#written(() => this.#expression())));
    const orderBy = this.#clause('ORDER BY', () => this.#list(() => this.#orderItem()));
    const offset = this.#accept('OFFSET') ? this.#count() : undefined;
    const limit = offset && this.#after('LIMIT', () => this.#count());
    return { distinct, top, select, from, where, groupBy, orderBy, offset, limit };
  }

  #clause<T>(keywords: string, parse: () => T): Written<T> | undefined {
    const [first = '', second] = keywords.split(' ');
    if (!this.#accept(first)) return undefined;
    if (second) this.#expect(second);
    return this.#written(parse);
  }

  #count(): Expression {
    const { type, text, value } = this.#advance();
    if (type === 'number') return literal(value);
    return type === 'parameter' ? { kind: 'parameter', name: text } : this.#fail();
  }

  #selection(): Selection {
    if (this.#accept('*')) return { kind: 'all', items: [] };
    if (this.#accept('VALUE'))
      return { kind: 'value', items: [{ ...this.#written(() => this.#expression()), name: '' }] };
    let unnamed = 0;
    const item = () => {
      const written = this.#written(() => this.#expression());
      const name = this.#alias() ?? impliedName(written.parsed);
      return { ...written, name: name ?? `$${++unnamed}` };
    };
    return { kind: 'list', items: this.#list(item) };
  }

  #alias(): string | undefined {
    return this.#accept('AS') || this.#peek().type === 'name' ? this.#name() : undefined;
  }

  #source(): Source {
    if (this.#peek().type === 'name' && this.#is('IN', 1)) {
      const alias = this.#name();
      this.#advance();
      return { alias, elements: true, from: this.#collection() };
    }
    const from = this.#collection();
    return { from, elements: false, alias: this.#alias() ?? impliedName(from) };
  }

  #collection(): Expression {
    if (this.#is('(')) return this.#subquery('value');
    return this.#postfix({ kind: 'name', name: this.#name() });
  }

  #orderItem(): OrderItem {
    const { type, text } = this.#peek();
    if (type === 'name' && text.toUpperCase() === 'RANK') throw notSimulated('ORDER BY RANK (hybrid search)');
    const written = this.#written(() => this.#expression());
    const descending = this.#accept('DESC');
    if (!descending) this.#accept('ASC');
    return { ...written, descending };
  }

  #expression(): Expression {
    const test = this.#binary(LOOSEST);
    if (!this.#accept('?')) return test;
    const yes = this.#expression();
    this.#expect(':');
    return call('?:', test, yes, this.#expression());
  }

  #binary(loosest: number): Expression {
    let left = this.#unary();
    for (;;) {
      const { text } = this.#peek();
      const operator = text === '<>' ? '!=' : text;
      const tightness = this.#is(text) ? PRECEDENCE.get(operator) : undefined;
      if (tightness !== undefined && tightness >= loosest) {
        this.#advance();
        left = call(operator, left, this.#binary(tightness + 1));
        continue;
      }
      const predicate = loosest <= COMPARISON ? this.#predicate(left) : undefined;
      if (!predicate) return left;
      left = predicate;
    }
  }

  /** `[NOT] IN (...)`, `[NOT] BETWEEN a AND b`, `[NOT] LIKE pattern [ESCAPE c]` */
  #predicate(value: Expression): Expression | undefined {
    const negated = this.#is('NOT') && ['IN', 'BETWEEN', 'LIKE'].some((word) => this.#is(word, 1));
    if (negated) this.#advance();
    const operand = () => this.#binary(COMPARISON + 1);
    let args: Expression[];
    const { text: name } = this.#peek();
    if (this.#accept('IN')) args = this.#enclosed('(', ')', () => this.#expression());
    else if (this.#accept('BETWEEN')) args = [operand(), this.#after('AND', operand)];
    else if (this.#accept('LIKE')) args = this.#list(operand, 'ESCAPE');
    else return undefined;
    const predicate = call(name, value, ...args);
    return negated ? call('NOT', predicate) : predicate;
  }

  #unary(): Expression {
    if (this.#accept('NOT')) return call('NOT', this.#binary(NOT));
    const { text: sign } = this.#peek();
    if (!['-', '+', '~'].some((symbol) => this.#accept(symbol))) return this.#postfix(this.#primary());
    const operand = this.#unary();
    if (sign === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return literal(-operand.value);
    return call(sign, operand);
  }

  #postfix(of: Expression): Expression {
    if (this.#accept('.')) return this.#postfix(call('.', of, literal(this.#name())));
    if (!this.#is('[')) return of;
    return this.#postfix(
      call(
        '.',
        of,
        this.#within('[', ']', () => this.#expression()),
      ),
    );
  }

  #primary(): Expression {
    const { type, text, value } = this.#peek();
    if (type === 'name') return this.#nameOrCall();
    if (text === '[') return call('[]', ...this.#enclosed('[', ']', () => this.#expression()));
    if (text === '{') return { kind: 'object', members: this.#enclosed('{', '}', () => this.#member()) };
    if (text === '(' && this.#is('SELECT', 1)) return this.#subquery('value');
    if (text === '(') return this.#within('(', ')', () => this.#expression());
    this.#advance();
    if (text === 'EXISTS' && type === 'keyword') return this.#subquery('exists');
    if (type === 'number' || type === 'string') return literal(value);
    if (type === 'parameter') return { kind: 'parameter', name: text };
    if (type === 'keyword' && text in CONSTANTS) return { kind: 'literal', value: CONSTANTS[text] };
    this.#at -= 1;
    return this.#fail();
  }

  #nameOrCall(): Expression {
    const name = this.#name();
    if (name.toUpperCase() === 'UDF' && this.#is('.')) throw notSimulated('A user-defined function');
    if (!this.#is('(')) return { kind: 'name', name };
    if (name.toUpperCase() === 'ARRAY' && this.#is('SELECT', 1)) return this.#subquery('array');
    const { parsed, text } = this.#written(() => this.#enclosed('(', ')', () => this.#expression()));
    return { kind: 'call', name: name.toUpperCase(), args: parsed, inner: text.slice(1, -1) };
  }

  #subquery(as: 'value' | 'exists' | 'array'): Expression {
    return { kind: 'subquery', as, query: this.#within('(', ')', () => this.#query()) };
  }

  #member(): [string, Expression] {
    const { type, value } = this.#peek();
    if (type !== 'string' && type !== 'name' && type !== 'keyword') this.#fail();
    this.#advance();
    this.#expect(':');
    return [String(value), this.#expression()];
  }

  #within<T>(open: string, close: string, parse: () => T): T {
    this.#expect(open);
    const inner = parse();
    this.#expect(close);
    return inner;
  }

  #enclosed<T>(open: string, close: string, one: () => T): T[] {
    return this.#within(open, close, () => (this.#is(close) ? [] : this.#list(one)));
  }

  #list<T>(one: () => T, separator = ','): T[] {
    const entries = [one()];
    while (this.#accept(separator)) entries.push(one());
    return entries;
  }

  #after<T>(keyword: string, parse: () => T): T {
    this.#expect(keyword);
    return parse();
  }

  #written<T>(parse: () => T): Written<T> {
    const { start } = this.#peek();
    const parsed = parse();
    return { parsed, text: this.#sql.slice(start, this.#tokens[this.#at - 1]?.end) };
  }

  #name(): string {
    if (this.#peek().type !== 'name') this.#fail();
    return this.#advance().text;
  }

  #peek(ahead = 0): Token {
    const token = this.#tokens[this.#at + ahead] ?? this.#tokens.at(-1);
    if (!token) throw sqlError('SC1001', 'Syntax error, the query is empty.');
    return token;
  }

  #advance(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return (token.type === 'keyword' || token.type === 'symbol') && token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string) {
    if (!this.#accept(text)) this.#fail();
  }

  #fail(): never {
    const { type, text, value, start, end } = this.#peek();
    const written = type === 'keyword' ? value : text;
    throw sqlError('SC1001', `Syntax error, incorrect syntax near '${written}'.`, { start, end });
  }
}

/** The name an expression brings along: `c.address.city` is called `city`. */
const impliedName = (expression: Expression): string | undefined => {
  if (expression.kind === 'name') return expression.name;
  const key = expression.kind === 'call' && expression.name === '.' ? expression.args[1] : undefined;
  return key?.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined;
};

/** @throws 400 (SC1001) with the place of the first syntax error. */
export const parseQuery = (sql: string): Query => new Parser(sql).parse();
