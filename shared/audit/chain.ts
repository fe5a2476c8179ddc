import { LRUCache } from 'lru-cache';
import { type Documents, MAX_TOGETHER, type PartPut, type Stored } from '../documents/documents.ts';
import { isKind, stale } from '../kernel/errors.ts';
import { portions } from '../kernel/portions.ts';
import { type Anchor, type ChainRef, chainOf, type Draft, type Entry, genesisOf, hashOf, wellFormed } from './entry.ts';

/** The end of a chain, written in one transaction with the entries that move it. */
export interface Head {
  readonly length: number;
  readonly hash: string;
}

/** A month's chain, and where it goes on from; the first of a company from nowhere. */
export interface Opened {
  readonly chain: string;
  readonly after?: Anchor;
}

/** Every chain of a company, in the order in which they were opened. */
export interface Chains {
  readonly opened: readonly Opened[];
}

/** Not a month: what is true of all chains lies here. */
const ALL = 'chains';
const HEAD = 'head';
const MAX_HEADS = 10_000;
const MAX_ATTEMPTS = 12;
const PAUSE_MS = 15;
/** Well below what the store takes in one transaction. */
const MAX_BYTES = 1_000_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The chains of a company. */
export const chainsOf = (audit: Documents, tenantId: string): Promise<Stored<Chains> | undefined> =>
  audit.in(tenantId, ALL).get<Chains>(ALL);

/** The end of a chain; undefined when it has no entries. */
export const headOf = (audit: Documents, { tenantId, chain }: ChainRef): Promise<Stored<Head> | undefined> =>
  audit.in(tenantId, chain).get<Head>(HEAD);

/** Entries as they are stored: with what lists look for. */
export const storedFrom = (entry: Entry) => ({
  ...entry,
  ...(entry.subject && { subjectKind: entry.subject.kind, subjectId: entry.subject.id }),
});

/** Without what the store needs. */
export const entryOf = ({
  subjectKind: _,
  subjectId: __,
  ...entry
}: Entry & { readonly subjectKind?: string; readonly subjectId?: string }): Entry => entry;

/** Adds to what nobody may change: entries in chains, one for each company and month. */
export interface Chain {
  /** Writes what is not there yet, in the order given. @throws FleetError when the store does not answer, or too many write at once. */
  append(tenantId: string, drafts: readonly Draft[]): Promise<void>;
}

/**
 * Every entry carries the hash of the one before, so that none can be changed, removed, put in or moved without the rest no longer fitting. A transaction
 * writes entries and the new end of their chain, on the condition that the end is where it was; a name that is there already is not written again.
 * A month's first entry goes on from the end that the chain opened before had then. Whoever may write to the database could write a whole chain
 * anew: keep the ends that `npm run audit:verify` prints somewhere else.
 */
export const auditChain = (audit: Documents): Chain => {
  const heads = new LRUCache<string, Stored<Head>>({ max: MAX_HEADS });
  /** Those who write here wait for each other; those of other instances are met in the store. */
  const lines = new Map<string, Promise<void>>();

  /** Where a chain begins. Noted before its first entry, so that whoever writes that entry, the chain begins there. */
  const genesis = async (ref: ChainRef): Promise<string> => {
    const { tenantId, chain } = ref;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const all = await chainsOf(audit, tenantId);
      const opened = all?.doc.opened ?? [];
      const known = opened.find((one) => one.chain === chain);
      if (known) return genesisOf(ref, known.after);
      const last = opened.at(-1);
      const after = last && (await anchorOf({ tenantId, chain: last.chain }, last.after));
      const next: Chains = { opened: [...opened, { chain, ...(after && { after }) }] };
      try {
        await audit.in(tenantId, ALL).put(ALL, next, all ? { ifMatch: all.etag } : { create: true });
        return genesisOf(ref, after);
      } catch (error) {
        if (!isKind(error, 'stale')) throw error;
      }
    }
    throw contended();
  };

  const anchorOf = async (ref: ChainRef, after: Anchor | undefined): Promise<Anchor> => {
    const head = await headOf(audit, ref);
    return { chain: ref.chain, seq: head?.doc.length ?? 0, hash: head?.doc.hash ?? genesisOf(ref, after) };
  };

  const linked = async (ref: ChainRef, head: Stored<Head> | undefined, drafts: readonly Draft[]) => {
    let previous = head?.doc.hash ?? (await genesis(ref));
    return drafts.map((draft, index): Entry => {
      const entry = { ...wellFormed(draft), seq: (head?.doc.length ?? 0) + index + 1, previous };
      previous = hashOf(ref, entry);
      return { ...entry, hash: previous };
    });
  };

  const isThere = async ({ tenantId, chain }: ChainRef, drafts: readonly Draft[]): Promise<readonly boolean[]> => {
    const addresses = drafts.map(({ id }) => ({ path: [chain], id }));
    return (await audit.getMany(tenantId, addresses)).map((found) => found !== undefined);
  };

  const appendOnce = async (ref: ChainRef, drafts: readonly Draft[]): Promise<void> => {
    const key = `${ref.tenantId}/${ref.chain}`;
    const head = heads.get(key) ?? (await headOf(audit, ref));
    const entries = await linked(ref, head, drafts);
    const last = entries.at(-1);
    if (!last) return;
    const next: Head = { length: last.seq, hash: last.hash };
    const puts: PartPut<object>[] = entries.map((entry) => ({ id: entry.id, doc: storedFrom(entry), create: true }));
    puts.push({ id: HEAD, doc: next, ...(head ? { ifMatch: head.etag } : { create: true }) });
    const tags = await audit.in(ref.tenantId, ref.chain).putTogether(puts);
    heads.set(key, { doc: next, etag: tags.at(-1) ?? '' });
  };

  const appendAll = async (ref: ChainRef, drafts: readonly Draft[]): Promise<void> => {
    let left = drafts;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        await appendOnce(ref, left);
        return;
      } catch (error) {
        heads.delete(`${ref.tenantId}/${ref.chain}`);
        if (!isKind(error, 'stale')) throw error;
      }
      // Either somebody else has moved the end, or some of these are there already.
      const there = await isThere(ref, left);
      left = left.filter((_, index) => !there[index]);
      await pause(Math.random() * PAUSE_MS * attempt);
    }
    throw contended();
  };

  const inLine = (key: string, work: () => Promise<void>): Promise<void> => {
    const turn = (lines.get(key) ?? Promise.resolve()).then(work);
    const done = turn
      .catch(() => undefined)
      .then(() => {
        if (lines.get(key) === done) lines.delete(key);
      });
    lines.set(key, done);
    return turn;
  };

  return {
    async append(tenantId, drafts) {
      for (const [chain, some] of Map.groupBy(drafts, ({ at }) => chainOf(at))) {
        const unique = [...new Map(some.map((draft) => [draft.id, draft])).values()];
        for (const portion of portionsOf(unique))
          await inLine(`${tenantId}/${chain}`, () => appendAll({ tenantId, chain }, portion));
      }
    },
  };
};

const contended = () => stale('audit/contended', 'Too many write to this chain at once; try again.');

/** One place is for the end of the chain. */
const portionsOf = (drafts: readonly Draft[]): Draft[][] =>
  portions(drafts, MAX_BYTES, (draft) => Buffer.byteLength(JSON.stringify(draft)) + MAX_BYTES / (MAX_TOGETHER - 1));
