/** A document as it was read, with the tag that a conditional write needs. */
export interface Stored<Doc> {
  readonly doc: Doc;
  readonly etag: string;
}

export interface Page<Doc> {
  readonly items: readonly Doc[];
  /** Opaque; absent on the last page. */
  readonly nextCursor?: string;
}

export type Scalar = string | number | boolean;

/** Inclusive lower and exclusive upper bound. */
export interface Range {
  readonly field: string;
  readonly from?: Scalar;
  readonly to?: Scalar;
}

/** For each field a value, or several of which one is enough. Of none, nothing can be. */
export type Conditions = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** What a list may ask of one partition. Every named field must be a top-level field of the documents. */
export interface Query {
  readonly where?: Conditions;
  /** What lists of the documents must contain. */
  readonly has?: Conditions;
  readonly range?: Range | readonly Range[];
  /** Case-insensitive "contains" on any of the fields. */
  readonly search?: { readonly fields: readonly string[]; readonly text: string };
  /** A field that every document has: the store may leave out those that lack it. */
  readonly orderBy?: string;
  readonly descending?: boolean;
  /** The largest page; 100 unless told. */
  readonly limit?: number;
  readonly cursor?: string | undefined;
}

export interface PutOptions {
  /** Replace only this version: FleetError `stale` when the document has moved on or is gone. */
  readonly ifMatch?: string | undefined;
  /** Create only: FleetError `stale` when the document exists. */
  readonly create?: boolean;
  /** Removed by itself so long after this write; the next one must say it again. The container must allow it (`defaultTtl`). */
  readonly keepSeconds?: number;
  /** When what it shows has happened, ISO 8601 UTC: kept beside the document, for those who follow the changes. */
  readonly changedAt?: string;
}

/** The store takes no more operations in one transaction. */
export const MAX_TOGETHER = 100;

/** A document that has changed. */
export interface Changed<Doc> {
  readonly doc: Doc;
  /** As its writer said. */
  readonly changedAt?: string;
}

/** What has changed in a partition. */
export interface Changes<Doc> {
  readonly items: readonly Changed<Doc>[];
  /** From where to go on. It says nothing about whose documents they are: of another partition it reads only that. */
  readonly next: number;
  /** Whether there may be more at once. */
  readonly more: boolean;
}

/** The documents of one partition. Ids are unique within it. */
export interface Partition {
  get<Doc extends object>(id: string): Promise<Stored<Doc> | undefined>;
  /** Writes the whole document and answers its new tag. @throws FleetError `stale` when a condition does not hold. */
  put<Doc extends object>(id: string, doc: Doc, options?: PutOptions): Promise<string>;
  /**
   * Writes all of them, or none when the condition of one does not hold; answers their new tags. `MAX_TOGETHER` at most, 2 MB in sum.
   * @throws FleetError `stale` when a condition does not hold.
   */
  putTogether<Doc extends object>(puts: readonly PartPut<Doc>[]): Promise<readonly string[]>;
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>;
  query<Doc extends object>(query: Query): Promise<Page<Doc>>;
  /** What has changed since `since` of an earlier answer, or since ever: in the order of its last change, each document once and as it is now. */
  changes<Doc extends object>(since: number, limit: number): Promise<Changes<Doc>>;
  /** How many documents the partition has. */
  count(): Promise<number>;
}

/** A document's address within its tenant. */
export interface Address {
  /** The partition's levels below the tenant. */
  readonly path: readonly string[];
  readonly id: string;
}

/** One of several writes to one partition. */
export type PartPut<Doc> = Omit<Put<Doc>, 'path'>;

export interface Put<Doc> extends Address, PutOptions {
  readonly doc: Doc;
}

/**
 * One container. The first level of every partition is the tenant: there is no call without it, and a query never leaves its partition.
 *
 * @example
 * const page = await services.views.in(caller.tenantId, 'vehicles').query<VehicleCard>({ orderBy: 'sortName' });
 */
export interface Documents {
  in(tenantId: string, ...path: readonly string[]): Partition;
  /** Many documents of one tenant in few requests; absent ones are `undefined`. Answers in the order asked. */
  getMany<Doc extends object>(
    tenantId: string,
    addresses: readonly Address[],
  ): Promise<readonly (Stored<Doc> | undefined)[]>;
  /**
   * Many writes in few requests, each on its own: nothing is rolled back.
   * @returns for each, whether it was written; `false` when its condition did not hold.
   */
  putMany<Doc extends object>(tenantId: string, puts: readonly Put<Doc>[]): Promise<readonly boolean[]>;
  /** Removes documents of one partition, up to 100 at once and all or none of these. */
  removeMany(tenantId: string, path: readonly string[], ids: readonly string[]): Promise<void>;
}

/** Every document of a partition, page by page. */
export async function* everything<Doc extends object>(partition: Partition, query: Query = {}): AsyncGenerator<Doc> {
  let cursor: string | undefined;
  do {
    const page: Page<Doc> = await partition.query<Doc>({ ...query, cursor });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}
