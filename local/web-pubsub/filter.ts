import { DatabaseSync } from 'node:sqlite';
import { badRequest, notSimulated, reasonOf } from './errors.ts';
import type { Connection } from './hub.ts';

type Subject = Pick<Connection, 'id' | 'userId' | 'groups'>;

/** Words of OData, and how SQLite says the same. */
const WORDS: Readonly<Record<string, string>> = {
  connectionId: ':id',
  userId: ':userId',
  eq: 'IS',
  ne: 'IS NOT',
  in: 'IN',
  and: 'AND',
  or: 'OR',
  not: 'NOT',
  null: 'NULL',
  true: 'TRUE',
  false: 'FALSE',
};
const OTHER_OPERATORS = /^(gt|ge|lt|le)$/;
const TOKEN = /(?<inGroups>\bin\s+groups\b)|(?<verbatim>'(?:[^']|'')*'|[(),])|(?<word>\w+)(?<called>\s*\()?|\S/g;

const database = new DatabaseSync(':memory:');

/** Turns an OData filter into a test of connections. Throws a 400 for a filter the service would refuse. */
export const compileFilter = (source: string): ((subject: Subject) => boolean) => {
  const problem = (what: string) => badRequest(`Invalid filter '${source}': ${what}.`);
  const sql = source.replace(TOKEN, (text, inGroups, verbatim, word, called = '') => {
    if (inGroups !== undefined) return 'IN (SELECT value FROM json_each(:groups))';
    if (verbatim !== undefined) return verbatim;
    if (Object.hasOwn(WORDS, word)) return WORDS[word] + called;
    if (called || OTHER_OPERATORS.test(word)) throw notSimulated(`'${word}' in a filter`);
    throw problem(`'${text}' is not understood`);
  });
  try {
    const statement = database.prepare(`SELECT :id, :userId, :groups, (${sql}) AS holds`);
    return ({ id, userId = null, groups }) =>
      statement.get({ id, userId, groups: JSON.stringify([...groups]) })?.holds === 1;
  } catch (error) {
    throw problem(reasonOf(error));
  }
};
