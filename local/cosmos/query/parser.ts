import { LRUCache } from 'lru-cache';
import { notSimulated, sqlError } from '../errors.ts';
import type { Value } from '../json.ts';
import type { Expression, Named } from './expression.ts';
import * as make from './expression.ts';
import { TokenReader } from './lexer.ts';
import { checkQuery, type Query, type Selected, type Written } from './query.ts';

const COMPARISONS = ['=', '!=', '<>', '<', '<=', '>', '>='];

const CONSTANTS = new Map<unknown, Value>(
  Object.entries({ TRUE: true, FALSE: false, NULL: null, UNDEFINED: undefined }),
);

/** Recursive descent over the query language. */
class Parser extends TokenReader {
  readonly #names = new Set<string>();

  parse(): Query {
    this.expect('SELECT');
    const top = this.accept('TOP') ? this.#primary() : undefined;
    const [selection, select] = this.written(this.#selection);
    if (this.peek().type === 'end') throw notSimulated('A query without FROM');
    const [alias, from] = this.written(() => this.after('FROM', this.#source));
    const where = this.accept('WHERE') ? this.#written() : undefined;
    const orderBy = this.accept('ORDER') ? this.after('BY', () => this.list(this.#orderItem)) : [];
    const offset = !top && this.accept('OFFSET') ? this.#primary() : undefined;
    const limit = offset && this.after('LIMIT', () => this.#primary());
    if (this.peek().type !== 'end') this.fail();
    for (const name of this.#names)
      if (name !== alias) throw sqlError('SC2001', `Identifier '${name}' could not be resolved.`);
    return checkQuery({ ...selection, select, from, alias, where, orderBy, offset, limit: top ?? limit });
  }

  readonly #selection = (): Pick<Query, 'kind' | 'selected'> => {
    if (this.accept('*')) return { kind: 'all', selected: [] };
    if (this.accept('VALUE')) return { kind: 'value', selected: [{ name: '', ...this.#written() }] };
    let unnamed = 0;
    const item = (): Selected => {
      const expression = this.#written();
      const name = this.#alias() ?? (expression.path && (expression.path.at(-1) ?? expression.sql));
      return { name: name ?? `$${++unnamed}`, ...expression };
    };
    return { kind: 'list', selected: this.list(item) };
  };

  #alias(): string | undefined {
    return this.accept('AS') || this.peek().type === 'name' ? this.name() : undefined;
  }

  /** The container as a whole, by whatever name. */
  readonly #source = (): string => {
    if (this.is('(')) throw notSimulated('A subquery');
    const root = this.name();
    if (this.is('IN', '.', '[')) throw notSimulated('FROM of a part of an item');
    return this.#alias() ?? root;
  };

  readonly #orderItem = (): Query['orderBy'][number] => {
    if (this.peek().text.toUpperCase() === 'RANK') throw notSimulated('ORDER BY RANK (hybrid search)');
    const expression = this.#written();
    const descending = this.accept('DESC');
    if (!descending) this.accept('ASC');
    return { ...expression, descending };
  };

  #written(): Written {
    const [expression, sql] = this.written(this.#expression);
    return { ...expression, sql };
  }

  readonly #expression = (): Expression => {
    const conjunction = () => this.list(this.#negation, 'AND').reduce(make.and);
    return this.list(conjunction, 'OR').reduce(make.or);
  };

  readonly #negation = (): Expression => {
    return this.accept('NOT') ? make.call('NOT', [this.#negation()]) : this.#comparison();
  };

  #comparison(): Expression {
    const left = this.#operand();
    const operator = COMPARISONS.find((candidate) => this.accept(candidate));
    if (operator) return make.call(operator === '<>' ? '!=' : operator, [left, this.#operand()]);
    if (!this.accept('NOT')) return this.#membership(left) ?? left;
    return make.call('NOT', [this.#membership(left) ?? this.fail()]);
  }

  /** `IN (...)`, `BETWEEN a AND b` */
  #membership(value: Expression): Expression | undefined {
    if (this.accept('IN')) return make.call('IN', [value, ...this.arguments('(', this.#expression, ')')]);
    if (!this.accept('BETWEEN')) return undefined;
    return make.call('BETWEEN', [value, this.#operand(), this.after('AND', this.#operand)]);
  }

  readonly #operand = (): Expression => {
    let operand = this.#primary();
    for (;;)
      if (this.accept('.')) operand = make.member(operand, make.literal(this.name()));
      else if (this.is('[')) operand = make.member(operand, this.enclosed('[', this.#expression, ']'));
      else return operand;
  };

  #primary(): Expression {
    if (this.is('(')) return this.enclosed('(', this.#expression, ')');
    if (this.is('{')) return make.object(this.arguments('{', this.#member, '}'));
    if (this.is('[')) return make.array(this.arguments('[', this.#expression, ']'));
    const { type, value } = this.peek();
    if (type === 'name') return this.#nameOrCall();
    if (type === 'parameter') return make.parameter(this.next().text);
    if (type === 'number' || type === 'string') return make.literal(this.next().value);
    if (this.accept('-')) return make.call('-', [this.#primary()]);
    return CONSTANTS.has(value) ? make.literal(CONSTANTS.get(this.next().value)) : this.fail();
  }

  #nameOrCall(): Expression {
    const name = this.name();
    if (/^udf$/i.test(name) && this.is('.')) throw notSimulated('A user-defined function');
    if (this.is('(')) {
      const [args, written] = this.written(() => this.arguments('(', this.#expression, ')'));
      return make.functionCall(name.toUpperCase(), args, written);
    }
    this.#names.add(name);
    return make.ITEM;
  }

  readonly #member = (): Named => {
    if (!['string', 'name', 'keyword'].includes(this.peek().type)) this.fail();
    const { type, text, value } = this.next();
    return { name: type === 'string' ? String(value) : text, ...this.after(':', this.#expression) };
  };
}

const known = new LRUCache<string, Query>({ max: 1000 });

/** Understands a query and remembers it. @throws 400 for what does not parse or makes no sense, 501 for what is not simulated. */
export const prepare = (sql: string): Query => {
  const query = known.get(sql) ?? new Parser(sql).parse();
  known.set(sql, query);
  return query;
};
