import type { Journal } from '../shared/journal.ts';
import type { ContainerDefinition } from './container-definition.ts';
import { pathSegments } from './json.ts';

const quote = (value: string) => `'${value.replaceAll("'", "''")}'`;

const jsonPath = (path: string) =>
  quote(
    `$${pathSegments(path)
      .map((name) => `."${name.replaceAll('"', '')}"`)
      .join('')}`,
  );

// A missing value counts as a value, apart from null: only one item of a partition may lack the property.
const uniqueColumn = (path: string) => `ifnull(json_quote(json_extract(body, ${jsonPath(path)})), 'missing')`;

/** Creates what a container needs, unless it is there already. */
export const containerTables = (number: number, { uniqueKeyPolicy }: ContainerDefinition) => {
  const unique = uniqueKeyPolicy.uniqueKeys.map(
    ({ paths }, index) =>
      `CREATE UNIQUE INDEX IF NOT EXISTS items_${number}_unique_${index}
         ON items_${number} (epk, ${paths.map(uniqueColumn).join(', ')});`,
  );
  return `
    CREATE TABLE IF NOT EXISTS items_${number} (
      row INTEGER PRIMARY KEY, lsn INTEGER NOT NULL, epk TEXT NOT NULL, id TEXT NOT NULL,
      etag TEXT NOT NULL, ts INTEGER NOT NULL, expires INTEGER, body TEXT NOT NULL);
    CREATE UNIQUE INDEX IF NOT EXISTS items_${number}_key ON items_${number} (epk, id);
    CREATE UNIQUE INDEX IF NOT EXISTS items_${number}_lsn ON items_${number} (lsn);
    CREATE INDEX IF NOT EXISTS items_${number}_expires ON items_${number} (expires) WHERE expires IS NOT NULL;
    ${unique.join('\n')}`;
};

export const dropTables = (number: number) =>
  `DROP TABLE IF EXISTS items_${number}; DELETE FROM containers WHERE number = ${number};`;

/** The prepared statements of one container. */
export const statementsOf = (journal: Journal, number: number) => {
  const items = `items_${number}`;
  const stored = `SELECT row, epk, body, etag, expires FROM ${items}`;
  const prepare = (sql: string) => journal.prepare(sql);
  return {
    last: prepare(`SELECT max(row) AS row, max(lsn) AS lsn FROM ${items}`),
    find: prepare(`${stored} WHERE epk = ? AND id = ?`),
    insert: prepare(`
      INSERT INTO ${items} (row, lsn, epk, id, etag, ts, expires, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (epk, id) DO NOTHING`),
    update: prepare(`UPDATE ${items} SET lsn = ?, etag = ?, ts = ?, expires = ?, body = ? WHERE row = ?`),
    remove: prepare(`DELETE FROM ${items} WHERE row = ?`),
    keepLsn: prepare('UPDATE containers SET lsn = ? WHERE number = ?'),
    expired: prepare(`${stored} WHERE expires <= ? LIMIT ?`),
    partition: prepare(`${stored} WHERE epk = ? ORDER BY row`),
    nextKey: prepare(`SELECT min(epk) AS epk FROM ${items} WHERE epk >= ? AND epk < ?`),
    changes: prepare(`
      SELECT lsn, body FROM ${items}
      WHERE lsn > ? AND epk >= ? AND epk < ? AND ts >= ? AND (expires IS NULL OR expires > ?)
      ORDER BY lsn LIMIT ?`),
    reschedule: prepare(`
      UPDATE ${items} SET expires = (
        SELECT CASE WHEN ttl > 0 THEN ts + ttl END
        FROM (SELECT CASE WHEN fallback IS NOT NULL THEN ifnull(json_extract(body, '$.ttl'), fallback) END AS ttl
              FROM (SELECT ? AS fallback)))`),
  };
};
