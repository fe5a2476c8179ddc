import { randomUUID } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { Journal } from '../shared/journal.ts';
import { Container, type ContainerResource } from './container.ts';
import { type ContainerDefinition, defineContainer, redefineContainer } from './container-definition.ts';
import { conflict, notFound, ownerNotFound } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import { checkId } from './limits.ts';
import { Offers } from './offers.ts';
import { PartitionCache } from './partition-cache.ts';
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
    resource TEXT NOT NULL, lsn INTEGER NOT NULL DEFAULT 0, UNIQUE (database, id));
  CREATE TABLE IF NOT EXISTS offers (id TEXT PRIMARY KEY, owner TEXT NOT NULL, resource TEXT NOT NULL);`;

const RESOURCE_LINKS = {
  _docs: 'docs/',
  _sprocs: 'sprocs/',
  _triggers: 'triggers/',
  _udfs: 'udfs/',
  _conflicts: 'conflicts/',
};

const FIXED_POLICIES = {
  conflictResolutionPolicy: {
    mode: 'LastWriterWins',
    conflictResolutionPath: '/_ts',
    conflictResolutionProcedure: '',
  },
  geospatialConfig: { type: 'Geography' },
};

/** Databases and containers of one account, and where their items live. */
export class Account {
  readonly journal: Journal;
  readonly offers: Offers;
  readonly #clock: Clock;
  readonly #cache = new PartitionCache();
  readonly #databases = new Map<string, DatabaseResource>();
  readonly #containers = new Map<string, Container>();

  constructor(dataDir: string | undefined, clock: Clock) {
    this.#clock = clock;
    this.journal = new Journal(dataDir, 'cosmos.sqlite');
    this.journal.define(TABLES);
    this.offers = new Offers(this.journal);
    this.#load();
    this.journal.onLoss(() => this.#load());
    this.journal.commit();
  }

  get databases(): DatabaseResource[] {
    return [...this.#databases.values()];
  }

  get containers(): Container[] {
    return [...this.#containers.values()];
  }

  /** @throws 404 */
  database(id: string): DatabaseResource {
    const database = this.#databases.get(id);
    if (!database) throw notFound();
    return database;
  }

  /** @throws 404 with substatus 1003, the way an operation on an item of it fails. */
  container(database: string, id: string): Container {
    const container = this.#containers.get(`${database}/${id}`);
    if (!container) throw ownerNotFound();
    return container;
  }

  containersOf(database: string): Container[] {
    this.database(database);
    return this.containers.filter((container) => container.database === database);
  }

  /** @throws 409 when the id is taken. */
  createDatabase({ id }: JsonObject): DatabaseResource {
    checkId(id);
    if (this.#databases.has(id)) throw conflict('Resource with specified id or name already exists.');
    this.journal.begin();
    const insert = this.journal.prepare('INSERT INTO databases (id, resource) VALUES (?, ?)');
    const rid = databaseRid(Number(insert.run(id, '').lastInsertRowid));
    const links = { _colls: 'colls/', _users: 'users/' };
    const resource = { id, _rid: rid, _self: `dbs/${rid}/`, ...links, ...this.#stamp() };
    this.journal.prepare('UPDATE databases SET resource = ? WHERE id = ?').run(JSON.stringify(resource), id);
    this.#databases.set(id, resource);
    return resource;
  }

  deleteDatabase(id: string) {
    this.database(id);
    this.journal.begin();
    for (const container of this.containersOf(id)) this.deleteContainer(container);
    this.journal.prepare('DELETE FROM databases WHERE id = ?').run(id);
    this.#databases.delete(id);
  }

  /** @throws 400 for a bad definition, 409 when the id is taken. */
  createContainer(database: string, body: Json): Container {
    const owner = this.database(database);
    const definition = defineContainer(body);
    const name = `${database}/${definition.id}`;
    if (this.#containers.has(name)) throw conflict('Resource with specified id or name already exists.');
    this.journal.begin();
    const insert = this.journal.prepare("INSERT INTO containers (database, id, resource) VALUES (?, ?, '')");
    const number = Number(insert.run(database, definition.id).lastInsertRowid);
    const rid = containerRid(owner._rid, number);
    const resource = this.#resource(definition, { _rid: rid, _self: `dbs/${owner._rid}/colls/${rid}/` });
    this.#store(number, resource);
    const container = this.#open({ number, database, resource, lsn: 0 });
    this.#containers.set(name, container);
    return container;
  }

  /** @throws 400 when the body changes the id, the partition key or the unique keys. */
  replaceContainer(container: Container, body: Json) {
    const { _rid, _self } = container.resource;
    const resource = this.#resource(redefineContainer(container.resource, body), { _rid, _self });
    container.redefine(resource);
    this.#store(container.number, resource);
  }

  deleteContainer(container: Container) {
    container.drop();
    this.offers.removeOf(container.resource._rid);
    this.#containers.delete(`${container.database}/${container.resource.id}`);
  }

  /** Removes expired items everywhere. */
  sweep() {
    for (const container of this.containers) container.sweep();
  }

  /** Deletes every database. */
  reset() {
    for (const { id } of this.databases) this.deleteDatabase(id);
  }

  #load() {
    this.#cache.clear();
    this.#databases.clear();
    this.#containers.clear();
    for (const { id, resource } of this.journal.prepare('SELECT id, resource FROM databases').all())
      this.#databases.set(String(id), JSON.parse(String(resource)));
    for (const row of this.journal.prepare('SELECT number, database, resource, lsn FROM containers').all()) {
      const resource: ContainerResource = JSON.parse(String(row.resource));
      const database = String(row.database);
      const container = this.#open({ number: Number(row.number), database, resource, lsn: Number(row.lsn) });
      this.#containers.set(`${database}/${resource.id}`, container);
    }
  }

  #open(row: ConstructorParameters<typeof Container>[1]) {
    return new Container({ journal: this.journal, cache: this.#cache, clock: this.#clock }, row);
  }

  #store(number: number, resource: ContainerResource) {
    this.journal.prepare('UPDATE containers SET resource = ? WHERE number = ?').run(JSON.stringify(resource), number);
  }

  #stamp() {
    return { _etag: `"${randomUUID()}"`, _ts: Math.floor(this.#clock.now() / 1000) };
  }

  #resource(definition: ContainerDefinition, names: { _rid: string; _self: string }): ContainerResource {
    return { ...definition, ...FIXED_POLICIES, ...names, ...RESOURCE_LINKS, ...this.#stamp() };
  }
}
