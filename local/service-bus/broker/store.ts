import type { SQLInputValue } from 'node:sqlite';
import { Journal } from '../../shared/journal.ts';
import { parseContent } from './content.ts';
import type { Message } from './entity.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS entities (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, last_sequence INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, sequence INTEGER NOT NULL, fields TEXT NOT NULL, content BLOB NOT NULL);
  CREATE TRIGGER IF NOT EXISTS numbered AFTER INSERT ON messages BEGIN
    UPDATE entities SET last_sequence = new.sequence WHERE id = new.entity AND last_sequence < new.sequence; END;
  CREATE TABLE IF NOT EXISTS duplicates (
    entity INTEGER NOT NULL, message_id NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (entity, message_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sessions (
    entity INTEGER NOT NULL, session_id TEXT NOT NULL, state BLOB, PRIMARY KEY (entity, session_id)) WITHOUT ROWID`;
const FORGET_EVERY = 60_000;

const open = (dataDir: string | undefined): Journal => {
  try {
    const journal = new Journal(dataDir, 'namespace.db');
    // Keeps a second broker out, and ends with the process.
    journal.prepare('PRAGMA locking_mode = EXCLUSIVE').get();
    journal.define(SCHEMA);
    return journal;
  } catch (error) {
    throw new Error(`${dataDir} cannot be opened. Is another Service Bus stand-in using it?`, { cause: error });
  }
};

/** The namespace on disk, or in memory without `dataDir`. Whatever leaves the broker waits for `settled`. */
export const openStore = (dataDir: string | undefined) => {
  const journal = open(dataDir);
  const writing = (sql: string) => {
    const statement = journal.prepare(sql);
    return (...values: SQLInputValue[]) => {
      journal.begin();
      return statement.run(...values);
    };
  };
  const enter = journal.prepare(
    'INSERT INTO entities (path, last_sequence) VALUES (?, 0) ON CONFLICT DO UPDATE SET path = path RETURNING *',
  );
  const findMessages = journal.prepare('SELECT * FROM messages WHERE entity = ? ORDER BY sequence');
  const keep = writing('REPLACE INTO messages VALUES (?, ?, ?, ?, ?)');
  const drop = writing('DELETE FROM messages WHERE id = ?');
  const remember = writing(
    'INSERT INTO duplicates VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until WHERE until <= ?',
  );
  const forget = writing('DELETE FROM duplicates WHERE until <= ?');
  const findState = journal.prepare('SELECT state FROM sessions WHERE entity = ? AND session_id = ?');
  let forgetAt = 0;
  journal.onLoss(() => {
    throw new Error('The Service Bus stand-in cannot write its state and must not go on with what is lost.');
  });

  return {
    settled: (effect: () => void) => journal.settled(effect),
    close: () => journal.close(),

    /** The stable number of an entity, by its lower-case path, and the last sequence number it has given. */
    entity(path: string): { id: number; lastSequence: number } {
      journal.begin();
      const row = enter.get(path);
      return { id: Number(row?.id), lastSequence: Number(row?.last_sequence) };
    },

    messages: (entity: number): Message[] =>
      findMessages.all(entity).map(({ id, sequence, fields, content }) => ({
        ...JSON.parse(String(fields)),
        ...{ id, entity, sequence, content: parseContent(Buffer.from(content as Uint8Array)) },
      })),

    /** Writes a message that is new or has changed. */
    keep(message: Message): void {
      const { id, entity, sequence, content, state, deliveries, enqueuedAt, enqueuedSequence } = message;
      const fields = JSON.stringify({ state, deliveries, enqueuedAt, enqueuedSequence });
      message.id = Number(keep(id, entity, sequence, fields, content.bytes).lastInsertRowid);
    },

    drop({ id }: Message): void {
      if (id !== null) drop(id);
    },

    /** Whether the entity has seen the message id less than `window` ago; remembers it when it has not. */
    isRepeated(entity: number, messageId: string | number | Buffer, now: number, window: number): boolean {
      if (now >= forgetAt) {
        forget(now);
        forgetAt = now + FORGET_EVERY;
      }
      return remember(entity, messageId, now + window, now).changes === 0;
    },

    sessionState(entity: number, sessionId: string): Buffer | null {
      const state = findState.get(entity, sessionId)?.state;
      return state ? Buffer.from(state as Uint8Array) : null;
    },
    setSessionState: writing('REPLACE INTO sessions VALUES (?, ?, ?)'),
  };
};

export type Store = ReturnType<typeof openStore>;
