import type { Journal } from '../shared/journal.ts';

/** `attributes` are `enabled`, `exp`, `nbf`, `created` and `updated`; times are in seconds. */
export interface Version {
  readonly version: string;
  readonly value: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Secret {
  readonly name: string;
  /** The newest last. */
  readonly versions: readonly Version[];
  /** 0 while it is not deleted. */
  readonly deletedAt: number;
}

/** Secrets by name, whatever its case. */
export const openStore = (journal: Journal) => {
  journal.define('CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY COLLATE NOCASE, secret TEXT)');
  const run = (sql: string, ...values: string[]): Secret[] => {
    journal.begin();
    const rows = journal.prepare(sql).all(...values);
    return rows.map(({ secret }) => JSON.parse(String(secret)));
  };
  return {
    all: () => run('SELECT secret FROM secrets'),
    find: (name: string) => run('SELECT secret FROM secrets WHERE name = ?', name)[0],
    put: (one: Secret) => run('REPLACE INTO secrets VALUES (?, ?)', one.name, JSON.stringify(one)),
    drop: (name: string) => run('DELETE FROM secrets WHERE name = ?', name),
  };
};
