import type { SQLInputValue } from 'node:sqlite';
import { Journal } from '../../shared/journal.ts';
import { parseContent } from './content.ts';
import type { Message } from './entity.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, entity TEXT NOT NULL, fields TEXT NOT NULL, content BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS duplicates (
    entity TEXT NOT NULL, message_id NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (entity, message_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sessions (
    entity TEXT NOT NULL, session_id TEXT NOT NULL, state BLOB, PRIMARY KEY (entity, session_id)) WITHOUT ROWID`;
const FORGET_EVERY = 60_000;

/** The namespace on disk, or in memory without `dataDir`. Throws when it is locked by another broker. */
export const openStore = (dataDir: string | undefined) => {
  const journal = new Journal(dataDir, 'broker.db');
  // Keeps a second broker out, and ends with the process.
  journal.prepare('PRAGMA locking_mode = EXCLUSIVE').get();
  journal.define(SCHEMA);
  const writing = (sql: string) => {
    const statement = journal.prepare(sql);
    return (...values: SQLInputValue[]) => {
      journal.begin();
      return statement.run(...values);
    };
  };
  const findMessages = journal.prepare('SELECT * FROM messages WHERE entity = ? ORDER BY sequence');
  const keep = writing('REPLACE INTO messages VALUES (?, ?, ?, ?)');
  const drop = writing('DELETE FROM messages WHERE sequence = ?');
  const remember = writing(
    'INSERT INTO duplicates VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until WHERE until <= ?',
  );
  const forget = writing('DELETE FROM duplicates WHERE until <= ?');
  const findState = journal.prepare('SELECT state FROM sessions WHERE entity = ? AND session_id = ?');
  // SQLite remembers the highest number there has ever been, of messages that are gone too.
  let sequence = Number(journal.prepare('SELECT max(seq) AS seq FROM sqlite_sequence').get()?.seq);
  let forgetAt = 0;
  journal.onLoss(() => {
    throw new Error('The Service Bus stand-in cannot write its state and must not go on with what is lost.');
  });

  return {
    settled: (effect: () => void) => journal.settled(effect),
    close: () => journal.close(),

    nextSequence: () => ++sequence,

    messages: (entity: string): Message[] =>
      findMessages.all(entity).map(({ fields, content, ...row }) => ({
        ...row,
        ...JSON.parse(String(fields)),
        content: parseContent(Buffer.from(content as Uint8Array)),
      })),

    /** Writes a message that is new or has changed. */
    keep({ entity, sequence, content, state, deliveries, enqueuedAt, enqueuedSequence }: Message): void {
      const fields = JSON.stringify({ state, deliveries, enqueuedAt, enqueuedSequence });
      keep(sequence, entity, fields, content.bytes);
    },

    drop: ({ sequence }: Message): void => void drop(sequence),

    /** Whether the entity has seen the message id less than `window` ago; remembers it when it has not. */
    isRepeated(entity: string, messageId: string | number | Buffer, now: number, window: number): boolean {
      if (now >= forgetAt) {
        forget(now);
        forgetAt = now + FORGET_EVERY;
      }
      return remember(entity, messageId, now + window, now).changes === 0;
    },

    sessionState(entity: string, sessionId: string): Buffer | null {
      const state = findState.get(entity, sessionId)?.state;
      return state ? Buffer.from(state as Uint8Array) : null;
    },
    setSessionState: writing('REPLACE INTO sessions VALUES (?, ?, ?)'),
  };
};

export type Store = ReturnType<typeof openStore>;
