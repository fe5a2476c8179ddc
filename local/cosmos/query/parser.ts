import { notSimulated } from '../errors.ts';
import { type Expression, impliedName, type OrderItem, type Query, type Selection, type Source } from './ast.ts';
import { ExpressionParser } from './expression-parser.ts';
import { tokenize } from './lexer.ts';

class QueryParser extends ExpressionParser {
  parse(): Query {
    const query = this.query();
    if (this.peek().type !== 'end') this.fail();
    return query;
  }

  protected override query(): Query {
    this.expect('SELECT');
    const distinct = this.accept('DISTINCT');
    const top = this.accept('TOP') ? this.#count() : undefined;
    const select = this.#selection();
    const sources = this.accept('FROM') ? this.#sources() : [];
    const where = this.accept('WHERE') ? this.expression() : undefined;
    const groupBy = this.accept('GROUP') ? this.#by(() => this.expression()) : [];
    const orderBy = this.accept('ORDER') ? this.#by(() => this.#orderItem()) : [];
    const offset = this.accept('OFFSET') ? this.#count() : undefined;
    if (offset) this.expect('LIMIT');
    const limit = offset ? this.#count() : undefined;
    return { distinct, top, select, sources, where, groupBy, orderBy, offset, limit };
  }

  #by<T>(one: () => T): T[] {
    this.expect('BY');
    return this.list(one);
  }

  #count(): Expression {
    const { type, text, value } = this.advance();
    if (type === 'number') return { kind: 'literal', value };
    if (type === 'parameter') return { kind: 'parameter', name: text };
    return this.fail();
  }

  #selection(): Selection {
    if (this.accept('*')) return { kind: 'all' };
    if (this.accept('VALUE')) return { kind: 'value', expression: this.expression() };
    return { kind: 'list', items: this.list(() => ({ expression: this.expression(), alias: this.#alias() })) };
  }

  #alias(): string | undefined {
    return this.accept('AS') || this.peek().type === 'name' ? this.name() : undefined;
  }

  #sources(): Source[] {
    const sources = [this.#source()];
    while (this.accept('JOIN')) sources.push(this.#source());
    return sources;
  }

  #source(): Source {
    if (this.peek().type === 'name' && this.is('IN', 1)) {
      const alias = this.name();
      this.advance();
      return { alias, elements: true, from: this.#collection() };
    }
    const from = this.#collection();
    return { from, elements: false, alias: this.#alias() ?? impliedName(from) };
  }

  #collection(): Expression {
    if (!this.accept('(')) return this.postfix({ kind: 'name', name: this.name() });
    const query = this.query();
    this.expect(')');
    return { kind: 'subquery', as: 'value', query };
  }

  #orderItem(): OrderItem {
    const { type, text } = this.peek();
    if (type === 'name' && text.toUpperCase() === 'RANK') throw notSimulated('ORDER BY RANK (hybrid search)');
    const expression = this.expression();
    const descending = this.accept('DESC');
    if (!descending) this.accept('ASC');
    return { expression, descending };
  }
}

/** @throws 400 (SC1001) with the place of the first syntax error. */
export const parseQuery = (sql: string): Query => new QueryParser(tokenize(sql)).parse();
