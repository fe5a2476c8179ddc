import { invalid, isKind, stale } from '../kernel/errors.ts';
import {
  type Address,
  type Documents,
  MAX_TOGETHER,
  type Partition,
  type PutOptions,
  type Query,
  type Range,
  type Scalar,
  type Stored,
} from './documents.ts';

type Fields = Record<string, unknown>;
type Kept = Stored<Fields> & { readonly changedAt?: string | undefined };

/** The store takes no larger document. */
const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

const badCursor = () =>
  invalid('paging/bad-cursor', 'This cursor is not one of ours.', [
    { path: ['cursor'], message: 'Pass a nextCursor exactly as it was received.' },
  ]);

/** What Cosmos DB would give back: JSON, without the members that belong to the partition key. */
const kept = (doc: object, id: string, fields: readonly string[]): Fields => {
  const text = JSON.stringify({ ...doc, id });
  if (Buffer.byteLength(text) > MAX_DOCUMENT_BYTES) throw new Error(`The document ${id} is over 2 MiB.`);
  return Object.fromEntries(Object.entries(JSON.parse(text) as Fields).filter(([name]) => !fields.includes(name)));
};

/** Values of different kinds are neither more nor less than each other, as in the store. */
const isWithin = (value: unknown, { from, to }: Range): boolean =>
  (from === undefined || (typeof value === typeof from && (value as Scalar) >= from)) &&
  (to === undefined || (typeof value === typeof to && (value as Scalar) < to));

const matches =
  ({ where = {}, has = {}, range = [], search }: Query) =>
  (doc: Fields): boolean =>
    Object.entries(where).every(([field, wanted]) => [wanted].flat().some((one) => one === doc[field])) &&
    Object.entries(has).every(([field, wanted]) => {
      const list = doc[field];
      return Array.isArray(list) && [wanted].flat().some((one) => list.includes(one));
    }) &&
    [range].flat().every((one) => isWithin(doc[one.field], one)) &&
    (!search ||
      search.fields.some((field) =>
        String(doc[field] ?? '')
          .toLowerCase()
          .includes(search.text.toLowerCase()),
      ));

const by = (field: string, descending: boolean) => (a: Fields, b: Fields) => {
  const [left, right] = [a[field] as string, b[field] as string];
  const order = left < right ? -1 : left > right ? 1 : 0;
  return descending ? -order : order;
};

/** Answers the document's new tag. @throws FleetError `stale` */
const write = (
  stored: Map<string, Kept>,
  id: string,
  doc: object,
  { ifMatch, create, changedAt }: PutOptions,
  fields: readonly string[],
  nextTag: () => string,
): string => {
  const current = stored.get(id);
  if (create && current) throw stale('document/exists', 'It exists already.');
  if (ifMatch !== undefined && current?.etag !== ifMatch) throw stale('document/stale', 'It has changed meanwhile.');
  const etag = nextTag();
  stored.set(id, { doc: kept(doc, id, fields), etag, changedAt });
  return etag;
};

const memoryPartition = (stored: Map<string, Kept>, fields: readonly string[], nextTag: () => string): Partition => ({
  async get<Doc>(id: string) {
    const found = stored.get(id);
    return found && { doc: structuredClone(found.doc) as Doc, etag: found.etag };
  },
  async put(id, doc, options = {}) {
    return write(stored, id, doc, options, fields, nextTag);
  },
  async putTogether(puts) {
    if (puts.length > MAX_TOGETHER) throw new Error(`At most ${MAX_TOGETHER} documents are written together.`);
    const draft = new Map(stored);
    const tags = puts.map(({ id, doc, ...options }) => write(draft, id, doc, options, fields, nextTag));
    for (const [id, document] of draft) stored.set(id, document);
    return tags;
  },
  async remove(id) {
    stored.delete(id);
  },
  count: async () => stored.size,
  async changes<Doc>(since: number, limit: number) {
    const sequenceOf = ({ etag }: Kept) => Number(etag.slice(1, -1));
    const all = [...stored.values()]
      .filter((one) => sequenceOf(one) > since)
      .sort((a, b) => sequenceOf(a) - sequenceOf(b));
    const page = all.slice(0, limit);
    const last = page.at(-1);
    const items = page.map(({ doc, changedAt }) => ({
      doc: structuredClone(doc) as Doc,
      ...(changedAt !== undefined && { changedAt }),
    }));
    return { items, next: last ? sequenceOf(last) : since, more: all.length > limit };
  },
  async query<Doc>(query: Query) {
    const all = [...stored.values()].map(({ doc }) => doc).filter(matches(query));
    if (query.orderBy) all.sort(by(query.orderBy, query.descending ?? false));
    const start = Number(query.cursor ?? 0);
    if (!Number.isInteger(start)) throw badCursor();
    const end = start + (query.limit ?? 100);
    const items = structuredClone(all.slice(start, end)) as Doc[];
    return end < all.length ? { items, nextCursor: String(end) } : { items };
  },
});

/**
 * A container for tests: the same promises, nothing kept.
 * @param fields the partition key's fields in order, as for `cosmosDocuments`.
 */
export const memoryDocuments = (fields: readonly string[]): Documents => {
  const partitions = new Map<string, Map<string, Kept>>();
  let tags = 0;

  const partition = (...path: readonly string[]): Partition => {
    if (path.length !== fields.length)
      throw new Error(`This container is partitioned by ${fields.join(', ')}; got ${path.length} values.`);
    const key = JSON.stringify(path);
    const stored = partitions.get(key) ?? new Map<string, Kept>();
    partitions.set(key, stored);
    return memoryPartition(stored, fields, () => `"${++tags}"`);
  };

  return {
    in: partition,
    getMany: <Doc extends object>(tenantId: string, addresses: readonly Address[]) =>
      Promise.all(addresses.map(({ path, id }) => partition(tenantId, ...path).get<Doc>(id))),
    putMany: (tenantId, puts) =>
      Promise.all(
        puts.map(({ path, id, doc, ...options }) =>
          partition(tenantId, ...path)
            .put(id, doc, options)
            .then(() => true)
            .catch((error: unknown) => {
              if (isKind(error, 'stale')) return false;
              throw error;
            }),
        ),
      ),
    async removeMany(tenantId, path, ids) {
      for (const id of ids) await partition(tenantId, ...path).remove(id);
    },
  };
};
