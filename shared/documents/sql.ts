import type { SqlQuerySpec } from '@azure/cosmos';
import type { Query, Scalar } from './documents.ts';

const field = (name: string) => `c[${JSON.stringify(name)}]`;

/** The query of one partition as Cosmos SQL; every value travels as a parameter. */
export const toSql = ({
  where = {},
  has = {},
  range = [],
  search,
  orderBy,
  descending = false,
}: Query): SqlQuerySpec => {
  const conditions: string[] = [];
  const parameters: { name: string; value: Scalar }[] = [];
  const parameter = (value: Scalar) => {
    const name = `@p${parameters.length}`;
    parameters.push({ name, value });
    return name;
  };
  const anyOf = (tests: readonly string[]) => (tests.length === 0 ? 'false' : `(${tests.join(' OR ')})`);
  for (const [name, wanted] of Object.entries(where))
    if (typeof wanted !== 'object') conditions.push(`${field(name)} = ${parameter(wanted)}`);
    else if (wanted.length === 0) conditions.push('false');
    else conditions.push(`${field(name)} IN (${wanted.map(parameter).join(', ')})`);
  for (const [name, wanted] of Object.entries(has))
    conditions.push(anyOf([wanted].flat().map((value) => `ARRAY_CONTAINS(${field(name)}, ${parameter(value)})`)));
  for (const { field: name, from, to } of [range].flat()) {
    if (from !== undefined) conditions.push(`${field(name)} >= ${parameter(from)}`);
    if (to !== undefined) conditions.push(`${field(name)} < ${parameter(to)}`);
  }
  if (search) {
    const text = parameter(search.text);
    conditions.push(anyOf(search.fields.map((name) => `CONTAINS(${field(name)}, ${text}, true)`)));
  }
  const filter = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const order = orderBy ? ` ORDER BY ${field(orderBy)}${descending ? ' DESC' : ''}` : '';
  return { query: `SELECT * FROM c${filter}${order}`, parameters };
};
