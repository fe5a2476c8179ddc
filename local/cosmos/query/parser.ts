import { LRUCache } from 'lru-cache';
import { notSimulated, sqlError } from '../errors.ts';
import type { Value } from '../json.ts';
import {
  call,
  type Env,
  type Expression,
  functionCall,
  listOf,
  literal,
  member,
  named,
  object,
  parameter,
} from './expression.ts';
import { TokenReader } from './lexer.ts';
import { checkQuery, type Query, resultOf, rowsOf, type Source, subquery } from './query.ts';

const LOOSEST = 1;
const NOT = 4;
const COMPARISON = 5;

/** Operators from loose to tight. `NOT` stands between `AND` and the comparisons. */
const OPERATORS = ['??', 'OR', 'AND', 'NOT', '= != < <= > >=', '+ - ||', '* / %'];

const PRECEDENCE = new Map(
  OPERATORS.flatMap((operators, index) => operators.split(' ').map((operator) => [operator, LOOSEST + index] as const)),
);

const CONSTANTS = new Map<unknown, Value>([
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
  ['UNDEFINED', undefined],
]);

/** Recursive descent over the query language. */
class Parser extends TokenReader {
  /** Names that were read and that no FROM has introduced so far. */
  #unknown = new Set<string>();

  /** @throws 400 for names that mean nothing. */
  parse(): Query {
    const query = this.#query(true);
    const [unknown] = this.#unknown;
    if (unknown !== undefined) throw sqlError('SC2001', `Identifier '${unknown}' could not be resolved.`);
    return this.peek().type === 'end' ? query : this.fail();
  }

  #query(isOutermost = false): Query {
    const outer = this.#unknown;
    this.#unknown = new Set();
    this.expect('SELECT');
    const distinct = this.accept('DISTINCT');
    const top = this.accept('TOP') ? this.#primary() : undefined;
    const [{ kind, selected }, select] = this.written(() => this.#selection());
    const read = new Set(this.#unknown);
    const [sources, from] = this.written(() => (this.accept('FROM') ? this.list(() => this.#source(), 'JOIN') : []));
    const root = sources[0]?.root ?? '';
    if (isOutermost && !read.has(root)) this.#unknown.delete(root);
    const where = this.accept('WHERE') ? this.#expression() : undefined;
    const groupBy = this.accept('GROUP') ? this.after('BY', () => this.list(() => this.#expression())) : [];
    const orderBy = this.accept('ORDER') ? this.after('BY', () => this.list(() => this.#orderItem())) : [];
    const offset = this.accept('OFFSET') ? this.#primary() : undefined;
    const limit = offset && this.after('LIMIT', () => this.#primary());
    const query = {
      distinct,
      top,
      kind,
      selected,
      select,
      from,
      sources,
      root,
      where,
      groupBy,
      orderBy,
      offset,
      limit,
    };
    checkQuery(query);
    for (const { alias } of sources) this.#unknown.delete(alias ?? '');
    this.#unknown = new Set([...outer, ...this.#unknown]);
    return query;
  }

  #selection(): Pick<Query, 'kind' | 'selected'> {
    if (this.accept('*')) return { kind: 'all', selected: [] };
    if (this.accept('VALUE')) return { kind: 'value', selected: [['', this.#expression()]] };
    let unnamed = 0;
    const item = () => {
      const expression = this.#expression();
      const name = this.#alias() ?? nameOf(expression);
      return [name ?? `$${++unnamed}`, expression] as const;
    };
    return { kind: 'list', selected: this.list(item) };
  }

  #alias(): string | undefined {
    return this.accept('AS') || this.peek().type === 'name' ? this.name() : undefined;
  }

  #source(): Source & { readonly root: string } {
    const elements = this.peek().type === 'name' && this.is('IN', 1);
    const alias = elements ? this.name() : undefined;
    if (elements) this.expect('IN');
    if (this.is('(')) {
      const query = this.enclosed(() => this.#query());
      const from = (env: Env) => resultOf(query, env, rowsOf(query, env));
      return { from, root: '', elements, isRoot: false, alias: alias ?? this.#alias() };
    }
    const root = this.name();
    const path = this.#postfix(this.#named(root));
    const from = (env: Env): readonly Value[] => {
      const value = path.evaluate(env);
      if (elements) return Array.isArray(value) ? value : [];
      return value === undefined ? [] : [value];
    };
    const name = alias ?? this.#alias() ?? nameOf(path);
    return { from, root, elements, alias: name, isRoot: name === path.sql };
  }

  #orderItem(): Query['orderBy'][number] {
    if (this.peek().text.toUpperCase() === 'RANK') throw notSimulated('ORDER BY RANK (hybrid search)');
    const expression = this.#expression();
    const descending = this.accept('DESC');
    if (!descending) this.accept('ASC');
    return { expression, descending };
  }

  #expression(): Expression {
    const test = this.#binary(LOOSEST);
    if (!this.accept('?')) return test;
    const yes = this.#expression();
    const no = this.after(':', () => this.#expression());
    return call('?:', [test, yes, no], `(${test.sql} ? ${yes.sql} : ${no.sql})`);
  }

  #binary(loosest: number): Expression {
    let left = this.#unary();
    for (;;) {
      const { value, type } = this.peek();
      const operator = value === '<>' ? '!=' : String(value);
      const tightness = type === 'symbol' || type === 'keyword' ? (PRECEDENCE.get(operator) ?? 0) : 0;
      const predicate = loosest <= COMPARISON && this.#predicate(left);
      if (predicate) left = predicate;
      else if (tightness >= loosest && operator !== 'NOT') {
        this.skip();
        const right = this.#binary(tightness + 1);
        left = call(operator, [left, right], `(${left.sql} ${operator} ${right.sql})`);
      } else return left;
    }
  }

  /** `[NOT] IN (...)`, `[NOT] BETWEEN a AND b`, `[NOT] LIKE pattern [ESCAPE c]` */
  #predicate(value: Expression): Expression | undefined {
    const negated = this.is('NOT') && ['IN', 'BETWEEN', 'LIKE'].some((word) => this.is(word, 1));
    if (negated) this.skip();
    const positive = this.#positivePredicate(value);
    return positive && negated ? call('NOT', [positive], `(NOT ${positive.sql})`) : positive;
  }

  #positivePredicate(value: Expression): Expression | undefined {
    const operand = () => this.#binary(COMPARISON + 1);
    if (this.accept('IN')) {
      const options = this.enclosed(() => this.list(() => this.#expression()));
      return call('IN', [value, ...options], `(${value.sql} IN (${listOf(options)}))`);
    }
    if (this.accept('BETWEEN')) {
      const [low, high] = [operand(), this.after('AND', operand)];
      return call('BETWEEN', [value, low, high], `(${value.sql} BETWEEN ${low.sql} AND ${high.sql})`);
    }
    if (!this.accept('LIKE')) return undefined;
    const operands = this.list(operand, 'ESCAPE');
    return call('LIKE', [value, ...operands], `(${value.sql} LIKE ${operands.map(({ sql }) => sql).join(' ESCAPE ')})`);
  }

  #unary(): Expression {
    const sign = ['NOT', '-', '+'].find((candidate) => this.accept(candidate));
    if (!sign) return this.#postfix(this.#primary());
    const operand = sign === 'NOT' ? this.#binary(NOT) : this.#unary();
    if (sign === '-' && typeof operand.value === 'number') return literal(-operand.value);
    return call(sign, [operand], `(${sign} ${operand.sql})`);
  }

  #postfix(of: Expression): Expression {
    if (this.accept('.')) return this.#postfix(member(of, literal(this.name())));
    if (this.is('['))
      return this.#postfix(
        member(
          of,
          this.enclosed(() => this.#expression(), '[', ']'),
        ),
      );
    return of;
  }

  #primary(): Expression {
    const { type, value } = this.peek();
    if (type === 'name') return this.#nameOrCall();
    if (this.is('(')) return this.is('SELECT', 1) ? this.#subquery('') : this.enclosed(() => this.#expression());
    if (this.is('{')) return object(this.arguments(() => this.#member(), '{', '}'));
    if (this.is('[')) return this.#array();
    if (this.accept('EXISTS')) return this.#subquery('EXISTS');
    const isConstant = type === 'keyword' && CONSTANTS.has(value);
    if (!isConstant && !['number', 'string', 'parameter'].includes(type)) this.fail();
    this.skip();
    if (type === 'parameter') return parameter(String(value));
    return literal(isConstant ? CONSTANTS.get(value) : value);
  }

  #array(): Expression {
    const items = this.arguments(() => this.#expression(), '[', ']');
    return call('[]', items, `[${listOf(items)}]`);
  }

  #nameOrCall(): Expression {
    const name = this.name();
    if (/^udf$/i.test(name) && this.is('.')) throw notSimulated('A user-defined function');
    if (!this.is('(')) return this.#named(name);
    if (/^array$/i.test(name) && this.is('SELECT', 1)) return this.#subquery('ARRAY');
    const args = this.arguments(() => this.#expression());
    return functionCall(name, args);
  }

  #named(name: string): Expression {
    this.#unknown.add(name);
    return named(name);
  }

  #subquery(as: '' | 'EXISTS' | 'ARRAY'): Expression {
    const [query, text] = this.written(() => this.enclosed(() => this.#query()));
    return subquery(as, query, text);
  }

  #member(): [string, Expression] {
    const { type, text, value } = this.peek();
    if (type !== 'string' && type !== 'name' && type !== 'keyword') this.fail();
    this.skip();
    return [type === 'string' ? String(value) : text, this.after(':', () => this.#expression())];
  }
}

/** The name an expression brings along: `c.address.city` is called `city`. */
const nameOf = ({ path, sql }: Expression) => path && (path.at(-1) ?? sql);

const known = new LRUCache<string, Query>({ max: 1000 });

/** Understands a query and remembers it. @throws 400 for what does not parse or makes no sense. */
export const prepare = (sql: string): Query => {
  const query = known.get(sql) ?? new Parser(sql).parse();
  known.set(sql, query);
  return query;
};
