import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { Journal } from '../shared/journal.ts';
import { Container } from './container.ts';
import { defineContainer } from './container-definition.ts';
import { conflict, notFound } from './errors.ts';
import { isObject, type Json } from './json.ts';
import { checkId } from './limits.ts';
import { PartitionCache } from './partition-cache.ts';
import { type PhysicalPartition, physicalPartitions } from './partition-key.ts';

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

const TAKEN = 'Resource with specified id or name already exists.';

const newRid = () => randomBytes(6).toString('base64url');

/** Databases and containers of one account. */
export class Account {
  readonly journal: Journal;
  readonly partitions: readonly PhysicalPartition[];
  readonly #clock: Clock;
  readonly #cache = new PartitionCache();
  readonly #databases = new Map<string, Resource>();
  readonly #containers = new Map<string, Container>();

  constructor(dataDir: string | undefined, clock: Clock, partitions: number) {
    this.partitions = physicalPartitions(partitions);
    this.#clock = clock;
    this.journal = new Journal(dataDir, 'cosmos.sqlite');
    this.journal.define(TABLES);
    this.#load();
    this.journal.onLoss(() => this.#load());
    this.journal.commit();
  }

  /** @throws 404 */
  database(id = ''): Resource {
    const database = this.#databases.get(id);
    if (!database) throw notFound();
    return database;
  }

  container(database: string | undefined, id: string | undefined): Container | undefined {
    return this.#containers.get(`${database}/${id}`);
  }

  /** @throws 409 when the id is taken. */
  createDatabase(body: Json): Resource {
    const { id } = isObject(body) ? body : {};
    checkId(id);
    if (this.#databases.has(id)) throw conflict(TAKEN);
    const rid = newRid();
    const resource = { id, ...this.#stamp(rid, `dbs/${rid}/`), _colls: 'colls/', _users: 'users/' };
    this.#insert('INSERT INTO databases (id, resource) VALUES (?, ?)', id, JSON.stringify(resource));
    this.#databases.set(id, resource);
    return resource;
  }

  /** @throws 400 for a bad definition, 409 when the id is taken. */
  createContainer(database = '', body: Json): Container {
    const { _self: owner } = this.database(database);
    const definition = defineContainer(body);
    if (this.container(database, definition.id)) throw conflict(TAKEN);
    const rid = newRid();
    const resource = { ...definition, ...this.#stamp(rid, `${owner}colls/${rid}/`), _docs: 'docs/' };
    const insert = 'INSERT INTO containers (database, id, resource) VALUES (?, ?, ?)';
    const number = this.#insert(insert, database, resource.id, JSON.stringify(resource));
    return this.#open(database, { number, resource, lsn: 0 });
  }

  /** Removes expired items everywhere. */
  sweep() {
    for (const container of this.#containers.values()) container.sweep();
  }

  #load() {
    for (const memory of [this.#cache, this.#databases, this.#containers]) memory.clear();
    for (const { id, resource } of this.journal.prepare('SELECT id, resource FROM databases').all())
      this.#databases.set(String(id), JSON.parse(String(resource)));
    for (const row of this.journal.prepare('SELECT number, database, resource, lsn FROM containers').all()) {
      const resource = JSON.parse(String(row.resource));
      this.#open(String(row.database), { number: Number(row.number), resource, lsn: Number(row.lsn) });
    }
  }

  #open(database: string, row: ConstructorParameters<typeof Container>[1]): Container {
    const container = new Container({ journal: this.journal, cache: this.#cache, clock: this.#clock }, row);
    this.#containers.set(`${database}/${row.resource.id}`, container);
    return container;
  }

  #insert(sql: string, ...values: string[]): number {
    this.journal.begin();
    return Number(this.journal.prepare(sql).run(...values).lastInsertRowid);
  }

  #stamp(rid: string, self: string): Omit<Resource, 'id'> {
    return { _rid: rid, _self: self, _etag: `"${randomUUID()}"`, _ts: Math.floor(this.#clock.now() / 1000) };
  }
}
