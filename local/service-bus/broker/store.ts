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
    entity INTEGER NOT NULL, message_id TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (entity, message_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sessions (
    entity INTEGER NOT NULL, session_id TEXT NOT NULL, state BLOB, PRIMARY KEY (entity, session_id)) WITHOUT ROWID`;
const FORGET_EVERY = 60_000;

const bytesOf = (column: unknown): Buffer => Buffer.from(column as Uint8Array);

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
  const prepare = (sql: string) => journal.prepare(sql);
  const addEntity = prepare('INSERT INTO entities (path, last_sequence) VALUES (?, 0) ON CONFLICT DO NOTHING');
  const findEntity = prepare('SELECT id, last_sequence FROM entities WHERE path = ?');
  const findMessages = prepare('SELECT * FROM messages WHERE entity = ? ORDER BY sequence');
  const keep = prepare('REPLACE INTO messages VALUES (?, ?, ?, ?, ?)');
  const drop = prepare('DELETE FROM messages WHERE id = ?');
  const remember = prepare(
    'INSERT INTO duplicates VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until WHERE until <= ?',
  );
  const forget = prepare('DELETE FROM duplicates WHERE until <= ?');
  const findState = prepare('SELECT state FROM sessions WHERE entity = ? AND session_id = ?');
  const setState = prepare('REPLACE INTO sessions VALUES (?, ?, ?)');
  let lastId = Number(prepare('SELECT coalesce(max(id), 0) AS id FROM messages').get()?.id);
  let forgetAt = 0;
  journal.onLoss(() => {
    throw new Error('The Service Bus stand-in cannot write its state and must not go on with what is lost.');
  });

  return {
    settled: (effect: () => void) => journal.settled(effect),
    close: () => journal.close(),
    nextId: () => ++lastId,

    /** The stable number of an entity, by its lower-case path, and the last sequence number it has given. */
    entity(path: string): { id: number; lastSequence: number } {
      journal.begin();
      addEntity.run(path);
      const row = findEntity.get(path);
      return { id: Number(row?.id), lastSequence: Number(row?.last_sequence) };
    },

    messages: (entity: number): Message[] =>
      findMessages.all(entity).map(({ id, sequence, fields, content }) => ({
        ...JSON.parse(String(fields)),
        ...{ id: Number(id), entity, sequence: Number(sequence), content: parseContent(bytesOf(content)) },
      })),

    /** Writes a message that is new or has changed. */
    keep({ id, entity, sequence, content, state, deliveries, enqueuedAt, enqueuedSequence }: Message): void {
      journal.begin();
      const fields = JSON.stringify({ state, deliveries, enqueuedAt, enqueuedSequence });
      keep.run(id, entity, sequence, fields, content.bytes);
    },

    drop({ id }: Pick<Message, 'id'>): void {
      journal.begin();
      drop.run(id);
    },

    /** Whether the entity has seen the message id less than `window` ago; remembers it when it has not. */
    isRepeated(entity: number, messageId: string, now: number, window: number): boolean {
      journal.begin();
      if (now >= forgetAt) {
        forget.run(now);
        forgetAt = now + FORGET_EVERY;
      }
      return remember.run(entity, messageId, now + window, now).changes === 0;
    },

    sessionState(entity: number, sessionId: string): Buffer | null {
      const state = findState.get(entity, sessionId)?.state;
      return state ? bytesOf(state) : null;
    },

    setSessionState(entity: number, sessionId: string, state: Buffer | null): void {
      journal.begin();
      setState.run(entity, sessionId, state);
    },
  };
};

export type Store = ReturnType<typeof openStore>;
