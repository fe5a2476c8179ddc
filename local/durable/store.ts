import type { SQLInputValue } from 'node:sqlite';
import type { Journal } from '../shared/journal.ts';

export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

/** An orchestration as clients see it: times are milliseconds, values JSON or plain text, `parent` is JSON of a `Parent`. */
export type InstanceRow = Readonly<
  Record<'id' | 'execution' | 'name', string> & { status: RuntimeStatus } & Record<'created' | 'updated', number> &
    Record<'input' | 'output' | 'custom' | 'parent', string | null>
>;
type EntityRow = { readonly id: string; readonly state: string | null; readonly updated: number };
type Due = { readonly recipient: string; readonly due: number };
/** A message that waits for an instance, an entity or an activity. */
export type Letter = { readonly seq: number; readonly text: string };

export const isFinished = ({ status }: Pick<InstanceRow, 'status'>): boolean =>
  status === 'Completed' || status === 'Failed' || status === 'Terminated';

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
  const all = <Row>(sql: string) => {
    const statement = journal.prepare(sql);
    return (...values: SQLInputValue[]): Row[] => statement.all(...values).map((row) => row as Row);
  };
  const instance = all<InstanceRow>('SELECT * FROM instances WHERE id = ?');
  const entity = all<EntityRow>('SELECT * FROM entities WHERE id = ?');
  const put = write('INSERT OR REPLACE INTO instances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    put: ({ id, execution, name, status, input, output, custom, created, updated, parent }: InstanceRow) =>
      put(id, execution, name, status, input, output, custom, created, updated, parent),
    touch: write('UPDATE instances SET status = ?2, output = ?3, custom = ?4, updated = ?5 WHERE id = ?1'),
    get: (id: string) => instance(id)[0],
    remove: write('DELETE FROM instances WHERE id = ?'),
    /** After an id, by prefix, time of creation from and to, JSON array of statuses, at most so many. */
    find: all<InstanceRow>(`SELECT * FROM instances WHERE id > ?1 AND substr(id, 1, length(?2)) = ?2 AND created
      BETWEEN ?3 AND ?4 AND status IN (SELECT value FROM json_each(?5)) ORDER BY id LIMIT ?6`),
    history: all<{ readonly text: string }>('SELECT text FROM history WHERE id = ? ORDER BY seq'),
    append: write('INSERT INTO history VALUES (?, ?, ?)'),
    forget: write('DELETE FROM history WHERE id = ?'),
    send: write('INSERT INTO inbox (recipient, due, text) VALUES (?, ?, ?)'),
    inbox: all<Letter>('SELECT seq, text FROM inbox WHERE recipient = ? AND due <= ? ORDER BY due, seq'),
    recipients: all<Due>('SELECT recipient, due FROM inbox ORDER BY due, seq'),
    take: write('DELETE FROM inbox WHERE seq = ?'),
    discard: write('DELETE FROM inbox WHERE recipient = ?'),
    entity: (id: string) => entity(id)[0],
    putEntity: write('INSERT OR REPLACE INTO entities VALUES (?, ?, ?)'),
    removeEntity: write('DELETE FROM entities WHERE id = ?'),
    /** After an id, by prefix, time of the last operation, at most so many. */
    entities: all<EntityRow>(`SELECT * FROM entities WHERE id > ?1 AND substr(id, 1, length(?2)) = ?2
      AND updated >= ?3 ORDER BY id LIMIT ?4`),
  };
};
