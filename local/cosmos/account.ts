import { randomUUID } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { Journal } from '../shared/journal.ts';
import { Container, type ContainerResource } from './container.ts';
import { defineContainer } from './container-definition.ts';
import { conflict, notFound } from './errors.ts';
import { isObject, type Json } from './json.ts';
import { checkId } from './limits.ts';
import { PartitionCache } from './partition-cache.ts';
import { type PhysicalPartition, physicalPartitions } from './partition-key.ts';
import { containerRid, databaseRid } from './resource-id.ts';

export interface DatabaseResource {
  readonly id: string;
  readonly _rid: string;
  readonly _etag: string;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS databases (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, resource TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS containers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, database TEXT NOT NULL, id TEXT NOT NULL,
    resource TEXT NOT NULL, lsn INTEGER NOT NULL DEFAULT 0, UNIQUE (database, id));`;

const TAKEN = 'Resource with specified id or name already exists.';

/** Databases and containers of one account, and where their items live. */
export class Account {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly partitions: readonly PhysicalPartition[];
  readonly #cache = new PartitionCache();
  readonly #databases = new Map<string, DatabaseResource>();
  readonly #containers = new Map<string, Container>();

  constructor(dataDir: string | undefined, clock: Clock, partitions: number) {
    this.partitions = physicalPartitions(partitions);
    this.clock = clock;
    this.journal = new Journal(dataDir, 'cosmos.sqlite');
    this.journal.define(TABLES);
    this.#load();
    this.journal.onLoss(() => this.#load());
    this.journal.commit();
  }

  get databases(): DatabaseResource[] {
    return [...this.#databases.values()];
  }

  /** @throws 404 */
  database(id = ''): DatabaseResource {
    const database = this.#databases.get(id);
    if (!database) throw notFound();
    return database;
  }

  container(database: string | undefined, id: string | undefined): Container | undefined {
    return this.#containers.get(`${database}/${id}`);
  }

  /** @throws 404 */
  containersOf(database?: string): Container[] {
    this.database(database);
    return [...this.#containers.values()].filter((container) => container.database === database);
  }

  /** @throws 409 when the id is taken. */
  createDatabase(body: Json): DatabaseResource {
    const { id } = isObject(body) ? body : {};
    checkId(id);
    if (this.#databases.has(id)) throw conflict(TAKEN);
    const number = this.#insert("INSERT INTO databases (id, resource) VALUES (?, '')", id);
    const rid = databaseRid(number);
    const resource = { id, _rid: rid, _self: `dbs/${rid}/`, _colls: 'colls/', _users: 'users/', ...this.#stamp() };
    this.journal.prepare('UPDATE databases SET resource = ? WHERE number = ?').run(JSON.stringify(resource), number);
    this.#databases.set(id, resource);
    return resource;
  }

  deleteDatabase(id = '') {
    for (const container of this.containersOf(id)) this.deleteContainer(container);
    this.journal.begin();
    this.journal.prepare('DELETE FROM databases WHERE id = ?').run(id);
    this.#databases.delete(id);
  }

  /** @throws 400 for a bad definition, 409 when the id is taken. */
  createContainer(database = '', body: Json): Container {
    const owner = this.database(database);
    const definition = defineContainer(body);
    if (this.container(database, definition.id)) throw conflict(TAKEN);
    const insert = "INSERT INTO containers (database, id, resource) VALUES (?, ?, '')";
    const number = this.#insert(insert, database, definition.id);
    const rid = containerRid(owner._rid, number);
    const names = { _rid: rid, _self: `dbs/${owner._rid}/colls/${rid}/`, _docs: 'docs/', _conflicts: 'conflicts/' };
    const resource = { ...definition, ...names, ...this.#stamp() };
    this.journal.prepare('UPDATE containers SET resource = ? WHERE number = ?').run(JSON.stringify(resource), number);
    return this.#open({ number, database, resource, lsn: 0 });
  }

  deleteContainer(container: Container) {
    container.drop();
    this.#containers.delete(`${container.database}/${container.resource.id}`);
  }

  /** Removes expired items everywhere. */
  sweep() {
    for (const container of this.#containers.values()) container.sweep();
  }

  #load() {
    this.#cache.clear();
    this.#databases.clear();
    this.#containers.clear();
    for (const { id, resource } of this.journal.prepare('SELECT id, resource FROM databases').all())
      this.#databases.set(String(id), JSON.parse(String(resource)));
    for (const row of this.journal.prepare('SELECT number, database, resource, lsn FROM containers').all()) {
      const resource: ContainerResource = JSON.parse(String(row.resource));
      this.#open({ number: Number(row.number), database: String(row.database), resource, lsn: Number(row.lsn) });
    }
  }

  #open(row: ConstructorParameters<typeof Container>[1]): Container {
    const container = new Container({ journal: this.journal, cache: this.#cache, clock: this.clock }, row);
    this.#containers.set(`${row.database}/${row.resource.id}`, container);
    return container;
  }

  #insert(sql: string, ...values: string[]): number {
    this.journal.begin();
    return Number(this.journal.prepare(sql).run(...values).lastInsertRowid);
  }

  #stamp() {
    return { _etag: `"${randomUUID()}"`, _ts: Math.floor(this.clock.now() / 1000) };
  }
}
