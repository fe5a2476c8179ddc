/**
 * `synchronous = NORMAL` with a write-ahead log: a commit survives the death of the process at any moment; the last few
 * may be lost if the machine loses power. The exclusive lock keeps a second broker out, and ends with the process.
 */
export const schema = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS entities (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    last_sequence INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL,
    deliveries INTEGER NOT NULL,
    enqueued_at INTEGER NOT NULL,
    scheduled_for INTEGER,
    enqueued_sequence INTEGER,
    content BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS duplicates (
    entity INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (entity, message_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sessions (
    entity INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (entity, session_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rules (
    entity INTEGER PRIMARY KEY,
    declared TEXT NOT NULL,
    current TEXT NOT NULL
  );
`;
