import { randomBytes, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/clock.ts';
import { Journal } from '../shared/journal.ts';
import { type Container, openContainer, type ParsedPartitions } from './container.ts';
import { defineContainer } from './container-definition.ts';
import { conflict, notFound } from './errors.ts';
import { isObject, type Json } from './json.ts';
import { checkId } from './limits.ts';
import { physicalPartitions } from './partition-key.ts';

/** What every database and container has. */
export interface Resource {
  readonly id: string;
  readonly _rid: string;
  readonly _self: string;
  readonly _etag: string;
  readonly _ts: number;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS databases (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, resource TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS containers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, database TEXT NOT NULL, id TEXT NOT NULL,
    resource TEXT NOT NULL, lsn INTEGER NOT NULL DEFAULT 0, UNIQUE (database, id));`;

const PARSED_BYTES = 64 * 1024 * 1024;
// A partition is weighed when it is read; read anew now and then, it is weighed with what was written meanwhile.
const WEIGHED_EVERY_MS = 10 * 60 * 1000;

const TAKEN = 'Resource with specified id or name already exists.';

export type Account = ReturnType<typeof openAccount>;

/** Databases and containers of one account. */
export const openAccount = (dataDir: string | undefined, clock: Clock, partitions: number) => {
  const journal = new Journal(dataDir, 'cosmos.sqlite');
  const databases = new Map<string, Resource>();
  const containers = new Map<string, Container>();
  const parsed: ParsedPartitions = new LRUCache({ maxSize: PARSED_BYTES, ttl: WEIGHED_EVERY_MS });

  const open = (database: string, ...row: [number, Container['resource'], number]): Container => {
    const container = openContainer({ journal, parsed, clock }, ...row);
    containers.set(`${database}/${container.resource.id}`, container);
    return container;
  };

  const load = () => {
    for (const memory of [parsed, databases, containers]) memory.clear();
    for (const { id, resource } of journal.prepare('SELECT id, resource FROM databases').all())
      databases.set(String(id), JSON.parse(String(resource)));
    const rows = journal.prepare('SELECT number, database, resource, lsn FROM containers').all();
    for (const { number, database, resource, lsn } of rows)
      open(String(database), Number(number), JSON.parse(String(resource)), Number(lsn));
  };

  const insert = (sql: string, ...values: string[]): number => {
    journal.begin();
    return Number(journal.prepare(sql).run(...values).lastInsertRowid);
  };

  const stamp = (parent: string): Omit<Resource, 'id'> => {
    const rid = randomBytes(6).toString('base64url');
    return { _rid: rid, _self: `${parent}/${rid}/`, _etag: `"${randomUUID()}"`, _ts: Math.floor(clock.now() / 1000) };
  };

  const account = {
    journal,
    partitions: physicalPartitions(partitions),

    /** @throws 404 */
    database(id = ''): Resource {
      const database = databases.get(id);
      if (!database) throw notFound();
      return database;
    },

    container: (database = '', id = ''): Container | undefined => containers.get(`${database}/${id}`),

    /** @throws 409 when the id is taken. */
    createDatabase(body: Json): Resource {
      const { id } = isObject(body) ? body : {};
      checkId(id);
      if (databases.has(id)) throw conflict(TAKEN);
      const resource = { id, ...stamp('dbs'), _colls: 'colls/', _users: 'users/' };
      insert('INSERT INTO databases (id, resource) VALUES (?, ?)', id, JSON.stringify(resource));
      databases.set(id, resource);
      return resource;
    },

    /** @throws 400 for a bad definition, 409 when the id is taken. */
    createContainer(database = '', body: Json): Container {
      const { _self } = account.database(database);
      const definition = defineContainer(body);
      const { id } = definition;
      if (account.container(database, id)) throw conflict(TAKEN);
      const resource = { ...definition, ...stamp(`${_self}colls`), _docs: 'docs/' };
      const sql = 'INSERT INTO containers (database, id, resource) VALUES (?, ?, ?)';
      return open(database, insert(sql, database, id, JSON.stringify(resource)), resource, 0);
    },

    /** Removes expired items everywhere. */
    sweep() {
      for (const container of containers.values()) container.sweep();
    },
  };

  journal.define(TABLES);
  load();
  journal.onLoss(load);
  journal.commit();
  return account;
};
