import type { Expression, Query, Selection, Source } from './ast.ts';
import { isReserved } from './lexer.ts';

const list = (expressions: readonly Expression[]) => expressions.map(printExpression).join(', ');

const printMember = (of: Expression, key: Expression) => {
  const name = key.kind === 'literal' ? key.value : undefined;
  const plain = typeof name === 'string' && /^[A-Za-z_]\w*$/.test(name) && !isReserved(name);
  return plain ? `${printExpression(of)}.${name}` : `${printExpression(of)}[${printExpression(key)}]`;
};

const SUBQUERY_PREFIX = { value: '', exists: 'EXISTS', array: 'ARRAY' };

/** Cosmos SQL that parses to the same expression. */
export const printExpression = (expression: Expression): string => {
  switch (expression.kind) {
    case 'literal':
      return expression.value === undefined ? 'undefined' : JSON.stringify(expression.value);
    case 'parameter':
    case 'name':
      return expression.name;
    case 'member':
      return printMember(expression.of, expression.key);
    case 'unary':
      return `(${expression.operator} ${printExpression(expression.operand)})`;
    case 'binary':
      return `(${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)})`;
    case 'conditional':
      return `(${printExpression(expression.test)} ? ${printExpression(expression.yes)} : ${printExpression(expression.no)})`;
    case 'in':
      return `(${printExpression(expression.value)} IN (${list(expression.options)}))`;
    case 'between':
      return `(${printExpression(expression.value)} BETWEEN ${printExpression(expression.low)} AND ${printExpression(expression.high)})`;
    case 'like': {
      const escaping = expression.escape ? ` ESCAPE ${printExpression(expression.escape)}` : '';
      return `(${printExpression(expression.value)} LIKE ${printExpression(expression.pattern)}${escaping})`;
    }
    case 'array':
      return `[${list(expression.items)}]`;
    case 'object':
      return `{${expression.members.map(([name, value]) => `${JSON.stringify(name)}: ${printExpression(value)}`).join(', ')}}`;
    case 'call':
      return `${expression.name}(${list(expression.args)})`;
    case 'subquery':
      return `${SUBQUERY_PREFIX[expression.as]}(${printQuery(expression.query)})`;
  }
};

const printSelection = (select: Selection): string => {
  if (select.kind === 'all') return '*';
  if (select.kind === 'value') return `VALUE ${printExpression(select.expression)}`;
  return select.items
    .map(({ expression, alias }) => `${printExpression(expression)}${alias === undefined ? '' : ` AS ${alias}`}`)
    .join(', ');
};

const printSource = ({ from, alias, elements }: Source): string => {
  const text = printExpression(from);
  if (elements) return `${alias} IN ${text}`;
  return alias === undefined || alias === text ? text : `${text} AS ${alias}`;
};

const clause = (keyword: string, text: string | undefined) => (text ? `\n${keyword} ${text}` : '');

/** Cosmos SQL that parses to the same query. `where` takes the place of its condition, text a parser need not know. */
export const printQuery = (query: Query, where = query.where && printExpression(query.where)): string => {
  const { distinct, top, select, sources, groupBy, orderBy, offset, limit } = query;
  const order = orderBy.map(
    ({ expression, descending }) => `${printExpression(expression)} ${descending ? 'DESC' : 'ASC'}`,
  );
  return [
    `SELECT ${distinct ? 'DISTINCT ' : ''}${top ? `TOP ${printExpression(top)} ` : ''}${printSelection(select)}`,
    clause('FROM', sources.map(printSource).join('\nJOIN ')),
    clause('WHERE', where),
    clause('GROUP BY', list(groupBy)),
    clause('ORDER BY', order.join(', ')),
    offset && limit ? clause('OFFSET', `${printExpression(offset)} LIMIT ${printExpression(limit)}`) : '',
  ].join('');
};
