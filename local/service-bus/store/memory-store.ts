import type { Remains, Store } from './store.ts';

const nothing: Remains = { lastSequence: 0, messages: [], duplicates: [], sessions: [], rules: undefined };

/** Forgets everything: for tests, and for whoever gives no data directory. */
export const memoryStore = (): Store => {
  let entities = 0;
  let messages = 0;
  return {
    entityNumber: () => ++entities,
    remains: () => nothing,
    nextMessageId: () => ++messages,
    write: () => undefined,
    close: () => undefined,
  };
};
