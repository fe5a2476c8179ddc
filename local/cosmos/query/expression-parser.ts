import { notSimulated } from '../errors.ts';
import type { BinaryOperator, Expression, Query, UnaryOperator } from './ast.ts';
import type { Token } from './lexer.ts';
import { sqlError } from './sql-error.ts';

const LOOSEST = 1;
const NOT = 4;
const COMPARISON = 5;

/** How tightly an operator binds; the higher, the tighter. `NOT` stands between `AND` and the comparisons. */
const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  '??': LOOSEST,
  OR: 2,
  AND: 3,
  '=': COMPARISON,
  '!=': COMPARISON,
  '<': COMPARISON,
  '<=': COMPARISON,
  '>': COMPARISON,
  '>=': COMPARISON,
  '|': 6,
  '^': 7,
  '&': 8,
  '<<': 9,
  '>>': 9,
  '>>>': 9,
  '+': 10,
  '-': 10,
  '||': 10,
  '*': 11,
  '/': 11,
  '%': 11,
};

const isBinary = (text: string): text is BinaryOperator => Object.hasOwn(PRECEDENCE, text);

const isSign = (text: string): text is UnaryOperator => text === '-' || text === '+' || text === '~';

/** Recursive descent over the expression part of the grammar; the query part lies in the subclass. */
export abstract class ExpressionParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  protected abstract query(): Query;

  protected peek(ahead = 0): Token {
    const token = this.#tokens[this.#at + ahead] ?? this.#tokens.at(-1);
    if (!token) throw sqlError('SC1001', 'Syntax error, the query is empty.');
    return token;
  }

  protected advance(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  protected is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.type === 'keyword' || token.type === 'symbol') && token.text === text;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at += 1;
    return true;
  }

  protected expect(text: string) {
    if (!this.accept(text)) this.fail();
  }

  protected fail(): never {
    const { type, text, value, start } = this.peek();
    const written = type === 'keyword' ? value : text;
    throw sqlError('SC1001', `Syntax error, incorrect syntax near '${written}'.`, { start, end: start + text.length });
  }

  protected name(): string {
    if (this.peek().type !== 'name') this.fail();
    return this.advance().text;
  }

  protected list<T>(one: () => T): T[] {
    const entries = [one()];
    while (this.accept(',')) entries.push(one());
    return entries;
  }

  protected expression(): Expression {
    const test = this.#binary(LOOSEST);
    if (!this.accept('?')) return test;
    const yes = this.expression();
    this.expect(':');
    return { kind: 'conditional', test, yes, no: this.expression() };
  }

  #binary(loosest: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#operator();
      if (operator && PRECEDENCE[operator] >= loosest) {
        this.advance();
        left = { kind: 'binary', operator, left, right: this.#binary(PRECEDENCE[operator] + 1) };
        continue;
      }
      const predicate = loosest <= COMPARISON ? this.#predicate(left) : undefined;
      if (!predicate) return left;
      left = predicate;
    }
  }

  #operator(): BinaryOperator | undefined {
    const { type, text } = this.peek();
    if (type !== 'symbol' && type !== 'keyword') return undefined;
    const operator = text === '<>' ? '!=' : text;
    return isBinary(operator) ? operator : undefined;
  }

  /** `[NOT] IN (...)`, `[NOT] BETWEEN a AND b`, `[NOT] LIKE pattern [ESCAPE c]` */
  #predicate(value: Expression): Expression | undefined {
    const negated = this.is('NOT') && (this.is('IN', 1) || this.is('BETWEEN', 1) || this.is('LIKE', 1));
    if (negated) this.advance();
    const predicate = this.#positivePredicate(value);
    return negated && predicate ? { kind: 'unary', operator: 'NOT', operand: predicate } : predicate;
  }

  #positivePredicate(value: Expression): Expression | undefined {
    if (this.accept('IN')) {
      this.expect('(');
      const options = this.list(() => this.expression());
      this.expect(')');
      return { kind: 'in', value, options };
    }
    if (this.accept('BETWEEN')) {
      const low = this.#binary(COMPARISON + 1);
      this.expect('AND');
      return { kind: 'between', value, low, high: this.#binary(COMPARISON + 1) };
    }
    if (this.accept('LIKE')) {
      const pattern = this.#binary(COMPARISON + 1);
      const escaping = this.accept('ESCAPE') ? this.#binary(COMPARISON + 1) : undefined;
      return { kind: 'like', value, pattern, escape: escaping };
    }
    return undefined;
  }

  #unary(): Expression {
    if (this.accept('NOT')) return { kind: 'unary', operator: 'NOT', operand: this.#binary(NOT) };
    const { text: operator, type } = this.peek();
    if (type !== 'symbol' || !isSign(operator)) return this.postfix(this.#primary());
    this.advance();
    const operand = this.#unary();
    if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number')
      return { kind: 'literal', value: -operand.value };
    return { kind: 'unary', operator, operand };
  }

  protected postfix(of: Expression): Expression {
    if (this.accept('.')) return this.postfix({ kind: 'member', of, key: { kind: 'literal', value: this.name() } });
    if (!this.accept('[')) return of;
    const key = this.expression();
    this.expect(']');
    return this.postfix({ kind: 'member', of, key });
  }

  #primary(): Expression {
    const { type, text, value } = this.peek();
    switch (type) {
      case 'number':
      case 'string':
        this.advance();
        return { kind: 'literal', value };
      case 'parameter':
        this.advance();
        return { kind: 'parameter', name: text };
      case 'name':
        return this.#nameOrCall();
      case 'keyword':
        return this.#keyword(text);
      case 'symbol':
        return this.#bracketed(text);
      case 'end':
        return this.fail();
    }
  }

  #keyword(text: string): Expression {
    if (text === 'EXISTS') {
      this.advance();
      return this.#subquery('exists');
    }
    const constants = { TRUE: true, FALSE: false, NULL: null, UNDEFINED: undefined };
    if (!Object.hasOwn(constants, text)) this.fail();
    this.advance();
    return { kind: 'literal', value: constants[text as keyof typeof constants] };
  }

  #nameOrCall(): Expression {
    const name = this.name();
    if (name.toUpperCase() === 'UDF' && this.is('.')) throw notSimulated('A user-defined function');
    if (!this.is('(')) return { kind: 'name', name };
    if (name.toUpperCase() === 'ARRAY' && this.is('SELECT', 1)) return this.#subquery('array');
    this.advance();
    const args = this.is(')') ? [] : this.list(() => this.expression());
    this.expect(')');
    return { kind: 'call', name: name.toUpperCase(), args };
  }

  #subquery(as: 'value' | 'exists' | 'array'): Expression {
    this.expect('(');
    const query = this.query();
    this.expect(')');
    return { kind: 'subquery', as, query };
  }

  #bracketed(open: string): Expression {
    if (open === '(' && this.is('SELECT', 1)) return this.#subquery('value');
    this.advance();
    if (open === '(') {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (open === '[') {
      const items = this.is(']') ? [] : this.list(() => this.expression());
      this.expect(']');
      return { kind: 'array', items };
    }
    if (open !== '{') this.fail();
    const members = this.is('}') ? [] : this.list(() => this.#member());
    this.expect('}');
    return { kind: 'object', members };
  }

  #member(): [string, Expression] {
    const { type, value } = this.peek();
    if (type !== 'string' && type !== 'name' && type !== 'keyword') this.fail();
    this.advance();
    this.expect(':');
    return [String(value), this.expression()];
  }
}
