import type { SqlQuerySpec } from '@azure/cosmos';
import type { Query } from './documents.ts';

const field = (name: string) => `c[${JSON.stringify(name)}]`;

/** The query of one partition as Cosmos SQL; every value travels as a parameter. */
export const toSql = ({ where = {}, range, search, orderBy }: Query): SqlQuerySpec => {
  const conditions: string[] = [];
  const parameters: { name: string; value: string | number | boolean }[] = [];
  const parameter = (value: string | number | boolean) => {
    const name = `@p${parameters.length}`;
    parameters.push({ name, value });
    return name;
  };
  for (const [name, value] of Object.entries(where)) conditions.push(`${field(name)} = ${parameter(value)}`);
  if (range?.from !== undefined) conditions.push(`${field(range.field)} >= ${parameter(range.from)}`);
  if (range?.to !== undefined) conditions.push(`${field(range.field)} < ${parameter(range.to)}`);
  if (search) {
    const text = parameter(search.text);
    conditions.push(`(${search.fields.map((name) => `CONTAINS(${field(name)}, ${text}, true)`).join(' OR ')})`);
  }
  const filter = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return { query: `SELECT * FROM c${filter}${orderBy ? ` ORDER BY ${field(orderBy)}` : ''}`, parameters };
};
