import { type Token, tokensOf } from './tokens.ts';
import { and, arithmetic, compare, type Expression, isComparison, isIn, like, not, or, toValue } from './values.ts';

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'LIKE', 'IS', 'NULL', 'EXISTS', 'ESCAPE', 'TRUE', 'FALSE']);

/** A recursive-descent parser of the Service Bus SQL filter dialect, one method per level of precedence. */
export class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  /** Parses the whole source. Throws a SyntaxError. */
  parse(): Expression {
    const expression = this.#or();
    if (this.#at < this.#tokens.length) throw this.#expected('the end');
    return expression;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#takeWord('OR')) left = or(left, this.#and());
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#takeWord('AND')) left = and(left, this.#not());
    return left;
  }

  #not(): Expression {
    return this.#takeWord('NOT') ? not(this.#not()) : this.#predicate();
  }

  #predicate(): Expression {
    const left = this.#sum();
    const comparison = this.#takeSymbol(isComparison);
    if (comparison) return compare(comparison, left, this.#sum());
    const isNegated = this.#takeWord('NOT');
    if (this.#takeWord('IN')) return this.#maybeNot(isNegated, isIn(left, this.#list()));
    if (this.#takeWord('LIKE')) return this.#maybeNot(isNegated, this.#like(left));
    if (isNegated) throw this.#expected('IN or LIKE');
    return this.#takeWord('IS') ? this.#isNull(left) : left;
  }

  #maybeNot(isNegated: boolean, expression: Expression): Expression {
    return isNegated ? not(expression) : expression;
  }

  #like(value: Expression): Expression {
    const pattern = this.#sum();
    return like(value, pattern, this.#takeWord('ESCAPE') ? this.#sum() : undefined);
  }

  #isNull(value: Expression): Expression {
    const isNegated = this.#takeWord('NOT');
    if (!this.#takeWord('NULL')) throw this.#expected('NULL');
    return (facts) => (value(facts) === null) !== isNegated;
  }

  #list(): Expression[] {
    this.#need('(');
    const items = [this.#sum()];
    while (this.#take(',')) items.push(this.#sum());
    this.#need(')');
    return items;
  }

  #sum(): Expression {
    let left = this.#product();
    for (let sign = this.#takeAny('+', '-'); sign; sign = this.#takeAny('+', '-'))
      left = arithmetic(sign, left, this.#product());
    return left;
  }

  #product(): Expression {
    let left = this.#signed();
    for (let sign = this.#takeAny('*', '/', '%'); sign; sign = this.#takeAny('*', '/', '%'))
      left = arithmetic(sign, left, this.#signed());
    return left;
  }

  #signed(): Expression {
    if (this.#take('-')) return arithmetic('-', () => 0, this.#signed());
    return this.#take('+') ? this.#signed() : this.#primary();
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'literal') {
      this.#at += 1;
      return () => token.value;
    }
    if (this.#take('(')) {
      const inner = this.#or();
      this.#need(')');
      return inner;
    }
    if (this.#takeWord('TRUE')) return () => true;
    if (this.#takeWord('FALSE')) return () => false;
    if (this.#takeWord('NULL')) return () => null;
    if (this.#takeWord('EXISTS')) {
      this.#need('(');
      const property = this.#property();
      this.#need(')');
      return (facts) => property(facts) !== null;
    }
    return this.#property();
  }

  #property(): Expression {
    const first = this.#identifier();
    if (!this.#take('.')) return (facts) => toValue(facts.properties[first]);
    const name = this.#identifier();
    if (first.toLowerCase() === 'user') return (facts) => toValue(facts.properties[name]);
    if (first.toLowerCase() !== 'sys') throw this.#expected(`'sys' or 'user' instead of '${first}'`);
    return (facts) => toValue(facts.system[name.toLowerCase()]);
  }

  #identifier(): string {
    const token = this.#tokens[this.#at];
    const isName = token?.kind === 'name' || (token?.kind === 'word' && !KEYWORDS.has(token.upper));
    if (!isName) throw this.#expected('a property');
    this.#at += 1;
    return token.text;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    const found = token?.kind === 'word' && token.upper === word;
    if (found) this.#at += 1;
    return found;
  }

  #takeSymbol(isWanted: (symbol: string) => boolean): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'symbol' || !isWanted(token.text)) return undefined;
    this.#at += 1;
    return token.text;
  }

  #takeAny(...symbols: readonly string[]): string | undefined {
    return this.#takeSymbol((symbol) => symbols.includes(symbol));
  }

  #take(symbol: string): boolean {
    return this.#takeAny(symbol) !== undefined;
  }

  #need(symbol: string): void {
    if (!this.#take(symbol)) throw this.#expected(`'${symbol}'`);
  }

  #expected(what: string): SyntaxError {
    const token = this.#tokens[this.#at];
    const found = token === undefined ? 'the end' : `'${token.kind === 'literal' ? token.value : token.text}'`;
    return new SyntaxError(`expected ${what} before ${found}`);
  }
}
