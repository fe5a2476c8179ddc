import type { SQLInputValue } from 'node:sqlite';
import type { Journal } from '../shared/journal.ts';

export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

/** An orchestration as clients see it; times are milliseconds, values JSON or plain text. */
export interface InstanceRow {
  readonly id: string;
  readonly execution: string;
  readonly name: string;
  readonly status: RuntimeStatus;
  readonly input: string | null;
  readonly output: string | null;
  readonly custom: string | null;
  readonly created: number;
  readonly updated: number;
  /** JSON of the `Parent` that waits for it. */
  readonly parent: string | null;
}

/** A message that waits for an instance or an entity. */
export interface Letter {
  readonly seq: number;
  readonly text: string;
}

interface EntityRow {
  readonly id: string;
  readonly state: string | null;
  readonly updated: number;
}

const FINISHED: readonly string[] = ['Completed', 'Failed', 'Terminated'];

export const isFinished = ({ status }: Pick<InstanceRow, 'status'>): boolean => FINISHED.includes(status);

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS instances (id TEXT PRIMARY KEY, execution TEXT, name TEXT, status TEXT, input TEXT,
    output TEXT, custom TEXT, created INTEGER, updated INTEGER, parent TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS history (id TEXT, seq INTEGER, text TEXT, PRIMARY KEY (id, seq)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entities (id TEXT PRIMARY KEY, state TEXT, updated INTEGER) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS inbox (seq INTEGER PRIMARY KEY, recipient TEXT, due INTEGER, text TEXT);
  CREATE INDEX IF NOT EXISTS recipients ON inbox (recipient);`;

/** The task hub's whole state. Writes belong to the journal's open transaction, and reads see them at once. */
export const createStore = (journal: Journal) => {
  journal.define(SCHEMA);
  const write = (sql: string) => {
    const statement = journal.prepare(sql);
    return (...values: SQLInputValue[]) => {
      journal.begin();
      statement.run(...values);
    };
  };
  const one = <Row>(sql: string) => {
    const statement = journal.prepare(sql);
    return (...values: SQLInputValue[]) => statement.get(...values) as Row | undefined;
  };
  const all = <Row>(sql: string) => {
    const statement = journal.prepare(sql);
    return (...values: SQLInputValue[]) => {
      const rows: unknown[] = statement.all(...values);
      return rows as Row[];
    };
  };
  const put = write('INSERT OR REPLACE INTO instances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    put: ({ id, execution, name, status, input, output, custom, created, updated, parent }: InstanceRow) =>
      put(id, execution, name, status, input, output, custom, created, updated, parent),
    touch: write('UPDATE instances SET status = ?2, output = ?3, custom = ?4, updated = ?5 WHERE id = ?1'),
    get: one<InstanceRow>('SELECT * FROM instances WHERE id = ?'),
    remove: write('DELETE FROM instances WHERE id = ?'),
    /** By the last id of the page before, prefix, time of creation from and to, JSON array of statuses or null, number. */
    find: all<InstanceRow>(`SELECT * FROM instances WHERE id > ?1 AND substr(id, 1, length(?2)) = ?2
      AND created BETWEEN ?3 AND ?4 AND (?5 IS NULL OR status IN (SELECT value FROM json_each(?5)))
      ORDER BY id LIMIT ?6`),
    history: all<{ readonly text: string }>('SELECT text FROM history WHERE id = ? ORDER BY seq'),
    append: write('INSERT INTO history VALUES (?, ?, ?)'),
    forget: write('DELETE FROM history WHERE id = ?'),
    send: write('INSERT INTO inbox (recipient, due, text) VALUES (?, ?, ?)'),
    inbox: all<Letter>('SELECT seq, text FROM inbox WHERE recipient = ? AND due <= ? ORDER BY due, seq'),
    recipients: all<{ readonly recipient: string }>(
      'SELECT recipient FROM inbox WHERE due <= ? GROUP BY recipient ORDER BY min(seq)',
    ),
    nextDue: one<{ readonly due: number | null }>('SELECT min(due) AS due FROM inbox WHERE due > ?'),
    take: write('DELETE FROM inbox WHERE seq = ?'),
    discard: write('DELETE FROM inbox WHERE recipient = ?'),
    entity: one<EntityRow>('SELECT * FROM entities WHERE id = ?'),
    putEntity: write('INSERT OR REPLACE INTO entities VALUES (?, ?, ?)'),
    removeEntity: write('DELETE FROM entities WHERE id = ?'),
    /** By the last id of the page before, prefix, time of the last operation, number. */
    entities: all<EntityRow>(`SELECT * FROM entities WHERE id > ?1 AND substr(id, 1, length(?2)) = ?2
      AND updated >= ?3 ORDER BY id LIMIT ?4`),
  };
};

export type Store = ReturnType<typeof createStore>;
