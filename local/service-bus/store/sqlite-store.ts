import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Message } from '../broker/message.ts';
import { readRemains } from './remains.ts';
import { schema } from './schema.ts';
import type { Changes, Store } from './store.ts';

const open = (directory: string): DatabaseSync => {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'service-bus.db');
  try {
    const database = new DatabaseSync(path);
    database.exec(schema);
    return database;
  } catch (error) {
    throw new Error(`${path} cannot be opened. Is another Service Bus stand-in using it?`, { cause: error });
  }
};

const messageWriter = (database: DatabaseSync) => {
  const insert = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const update = database.prepare(
    'UPDATE messages SET entity = ?, sequence = ?, state = ?, deliveries = ?, enqueued_at = ?, enqueued_sequence = ? WHERE id = ?',
  );
  const replaceContent = database.prepare('UPDATE messages SET content = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM messages WHERE id = ?');

  return (message: Message) => {
    const { id, entity, sequence, state, deliveries, enqueuedAt, content, stored, gone } = message;
    const scheduledFor = message.scheduledFor ?? null;
    const enqueuedSequence = message.enqueuedSequence ?? null;
    if (gone && stored) remove.run(id);
    if (gone) return;
    if (!stored) {
      insert.run(id, entity, sequence, state, deliveries, enqueuedAt, scheduledFor, enqueuedSequence, content.bytes);
    } else {
      update.run(entity, sequence, state, deliveries, enqueuedAt, enqueuedSequence, id);
      if (stored !== content) replaceContent.run(content.bytes, id);
    }
    message.stored = content;
  };
};

const changesWriter = (database: DatabaseSync) => {
  const keepMessage = messageWriter(database);
  const number = database.prepare('UPDATE entities SET last_sequence = ? WHERE id = ?');
  const remember = database.prepare('INSERT OR REPLACE INTO duplicates VALUES (?, ?, ?)');
  const forget = database.prepare('DELETE FROM duplicates WHERE entity = ? AND until <= ?');
  const setState = database.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)');
  const clearState = database.prepare('DELETE FROM sessions WHERE entity = ? AND session_id = ?');
  const setRules = database.prepare('INSERT OR REPLACE INTO rules VALUES (?, ?, ?)');

  return (changes: Changes) => {
    for (const message of changes.messages) keepMessage(message);
    for (const [entity, sequence] of changes.sequences) number.run(sequence, entity);
    for (const { entity, messageId, until } of changes.duplicates) remember.run(entity, messageId, until);
    for (const [entity, now] of changes.forgotten) forget.run(entity, now);
    for (const { entity, sessionId, state } of changes.sessions) {
      if (state === null) clearState.run(entity, sessionId);
      else setState.run(entity, sessionId, state);
    }
    for (const [entity, { declared, current }] of changes.rules) setRules.run(entity, declared, current);
  };
};

/** Keeps the broker's state in `directory`. One process at a time; whatever `write` has returned from survives a kill. */
export const sqliteStore = (directory: string): Store => {
  const database = open(directory);
  const add = database.prepare('INSERT INTO entities (path) VALUES (?) ON CONFLICT DO NOTHING');
  const find = database.prepare('SELECT id FROM entities WHERE path = ?');
  const writeChanges = changesWriter(database);
  let lastMessage = Number(database.prepare('SELECT coalesce(max(id), 0) AS id FROM messages').get()?.id);

  return {
    entityNumber(path) {
      add.run(path);
      return Number(find.get(path)?.id);
    },
    remains: (entity) => readRemains(database, entity),
    nextMessageId: () => ++lastMessage,
    write(changes) {
      database.exec('BEGIN');
      try {
        writeChanges(changes);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
};
