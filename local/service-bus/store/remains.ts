import type { DatabaseSync } from 'node:sqlite';
import type { MessageState, StoredFields } from '../broker/message.ts';
import { Content } from '../message/content.ts';
import type { Remains } from './store.ts';

type Row = Record<string, unknown>;

const bytesOf = (value: unknown): Buffer => {
  if (!ArrayBuffer.isView(value)) throw new Error('service-bus.db is damaged: a column of bytes holds something else.');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
};

const stateOf = (value: unknown): MessageState => {
  if (value === 'active' || value === 'deferred' || value === 'scheduled') return value;
  throw new Error(`service-bus.db is damaged: '${value}' is no message state.`);
};

const numberOrNone = (value: unknown) => (value === null ? undefined : Number(value));

const messageOf = (row: Row): StoredFields => ({
  id: Number(row.id),
  entity: Number(row.entity),
  sequence: Number(row.sequence),
  content: Content.parse(bytesOf(row.content)),
  state: stateOf(row.state),
  deliveries: Number(row.deliveries),
  enqueuedAt: Number(row.enqueued_at),
  scheduledFor: numberOrNone(row.scheduled_for),
  enqueuedSequence: numberOrNone(row.enqueued_sequence),
});

/** Reads what a previous run has left behind for one entity. */
export const readRemains = (database: DatabaseSync, entity: number): Remains => {
  const select = (sql: string): Row[] => database.prepare(sql).all(entity);
  const [rules] = select('SELECT declared, current FROM rules WHERE entity = ?');
  const [numbers] = select('SELECT last_sequence FROM entities WHERE id = ?');
  return {
    lastSequence: Number(numbers?.last_sequence ?? 0),
    messages: select('SELECT * FROM messages WHERE entity = ? ORDER BY sequence').map(messageOf),
    duplicates: select('SELECT * FROM duplicates WHERE entity = ? ORDER BY until').map((row) => ({
      entity,
      messageId: String(row.message_id),
      until: Number(row.until),
    })),
    sessions: select('SELECT * FROM sessions WHERE entity = ?').map((row) => ({
      entity,
      sessionId: String(row.session_id),
      state: bytesOf(row.state),
    })),
    rules: rules && { declared: String(rules.declared), current: String(rules.current) },
  };
};
