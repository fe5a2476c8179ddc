import type { Journal } from '../shared/journal.ts';
import type { ContainerDefinition } from './container-definition.ts';
import { pathSegments } from './json.ts';

// A missing value counts as null: only one item of a partition may lack the property.
const uniqueColumn = (path: string) => {
  const steps = pathSegments(path).map((name) => `."${name.replaceAll('"', '').replaceAll("'", "''")}"`);
  return `ifnull(body -> '$${steps.join('')}', 'null')`;
};

const tables = (items: string, { uniqueKeyPolicy }: ContainerDefinition) => {
  const unique = uniqueKeyPolicy.uniqueKeys.map(({ paths }, index) => {
    const columns = paths.map(uniqueColumn).join(', ');
    return `CREATE UNIQUE INDEX IF NOT EXISTS ${items}_unique_${index} ON ${items} (epk, ${columns});`;
  });
  return `
    CREATE TABLE IF NOT EXISTS ${items} (
      row INTEGER PRIMARY KEY, lsn INTEGER NOT NULL, epk TEXT NOT NULL, id TEXT NOT NULL,
      etag TEXT NOT NULL, ts INTEGER NOT NULL, expires INTEGER, body TEXT NOT NULL);
    CREATE UNIQUE INDEX IF NOT EXISTS ${items}_key ON ${items} (epk, id);
    CREATE UNIQUE INDEX IF NOT EXISTS ${items}_lsn ON ${items} (lsn);
    CREATE INDEX IF NOT EXISTS ${items}_expires ON ${items} (expires) WHERE expires IS NOT NULL;
    ${unique.join('\n')}`;
};

/** Creates the tables of a container unless they are there, and prepares what is asked of them. */
export const openTables = (journal: Journal, number: number, definition: ContainerDefinition) => {
  const items = `items_${number}`;
  const stored = `SELECT row, epk, body, etag, expires FROM ${items}`;
  const prepare = (sql: string) => journal.prepare(sql);
  journal.define(tables(items, definition));
  return {
    last: prepare(`SELECT max(row) AS row, max(lsn) AS lsn FROM ${items}`),
    find: prepare(`${stored} WHERE epk = ? AND id = ?`),
    put: prepare(`
      INSERT INTO ${items} (row, epk, id, lsn, etag, ts, expires, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (row) DO UPDATE SET
        lsn = excluded.lsn, etag = excluded.etag, ts = excluded.ts, expires = excluded.expires, body = excluded.body`),
    remove: prepare(`DELETE FROM ${items} WHERE row = ?`),
    keepLsn: prepare('UPDATE containers SET lsn = ? WHERE number = ?'),
    expired: prepare(`${stored} WHERE expires <= ? LIMIT ?`),
    partition: prepare(`${stored} WHERE epk = ? ORDER BY row`),
    nextKey: prepare(`SELECT min(epk) AS epk FROM ${items} WHERE epk >= ? AND epk < ?`),
    // The plus keeps SQLite from reading whole partitions by their keys, only to sort them by what is indexed as well.
    changes: prepare(`
      SELECT lsn, body FROM ${items}
      WHERE lsn > ? AND +epk >= ? AND +epk < ? AND ts >= ? AND (expires IS NULL OR expires > ?)
      ORDER BY lsn LIMIT ?`),
  };
};
