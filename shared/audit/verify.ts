import { type Documents, everything } from '../documents/documents.ts';
import { chainsOf, entryOf, headOf, type Opened, storedFrom } from './chain.ts';
import { type Anchor, type ChainRef, canonical, type Entry, genesisOf, hashOf } from './entry.ts';

/** Where a chain no longer fits together, first. */
export interface Break {
  readonly chain: string;
  /** The first place that does not fit; 0 for the beginning. */
  readonly seq: number;
  /** What has been done there, as far as it can be told. */
  readonly what: 'changed' | 'removed' | 'inserted';
  readonly detail: string;
}

export interface Verified {
  readonly tenantId: string;
  readonly entries: number;
  /** The end of every chain, to be kept where whoever writes to the database cannot: a chain that was made anew has another. */
  readonly ends: readonly Anchor[];
  readonly broken?: Break;
}

/** Thrown within a walk, and caught at its end. */
class Broken extends Error {
  readonly where: Break;

  constructor(where: Break) {
    super(where.detail);
    this.where = where;
  }
}

const LARGEST_PAGE = 500;

/** The entries of one chain, in order, each checked against the one before. */
async function* walk(audit: Documents, ref: ChainRef, { after }: Opened): AsyncGenerator<Entry> {
  const { chain } = ref;
  const broken = (seq: number, what: Break['what'], detail: string) => new Broken({ chain, seq, what, detail });
  let [seq, hash] = [0, genesisOf(ref, after)];
  const partition = audit.in(ref.tenantId, chain);
  // The end of the chain has no `seq`.
  const query = { range: { field: 'seq', from: Number.MIN_SAFE_INTEGER }, orderBy: 'seq', limit: LARGEST_PAGE };
  for await (const stored of everything<Entry>(partition, query)) {
    const entry = entryOf(stored);
    const expected = seq + 1;
    if (entry.seq > expected)
      throw broken(expected, 'removed', `Entry ${expected} is missing; the next is ${entry.seq}.`);
    if (entry.seq < expected) throw broken(entry.seq, 'inserted', `There is more than one entry ${entry.seq}.`);
    if (hashOf(ref, entry) !== entry.hash || canonical(storedFrom(entry)) !== canonical(stored))
      throw broken(expected, 'changed', `Entry ${expected} is not what its hash was made from.`);
    if (entry.previous !== hash)
      throw broken(expected, 'changed', `Entry ${expected} follows another entry than the one before it.`);
    yield entry;
    [seq, hash] = [expected, entry.hash];
  }
  const head = await headOf(audit, ref);
  if ((head?.doc.length ?? 0) > seq)
    throw broken(seq + 1, 'removed', `The chain had ${head?.doc.length} entries; ${seq} are there.`);
  if ((head?.doc.length ?? 0) < seq)
    throw broken(
      (head?.doc.length ?? 0) + 1,
      'inserted',
      `The chain had ${head?.doc.length ?? 0} entries; ${seq} are there.`,
    );
  if (head && head.doc.hash !== hash) throw broken(seq, 'changed', 'The chain ends otherwise than it did.');
}

/** Places of older chains that younger ones go on from: in each the hash that must be there. */
const anchorsIn = (opened: readonly Opened[], chain: string): ReadonlyMap<number, string> =>
  new Map(opened.flatMap(({ after }) => (after?.chain === chain ? [[after.seq, after.hash] as const] : [])));

/** Walks all chains of a company from their beginning, and says where the first of them no longer fits together. */
export const verify = async (audit: Documents, tenantId: string): Promise<Verified> => {
  const opened = (await chainsOf(audit, tenantId))?.doc.opened ?? [];
  const ends: Anchor[] = [];
  let entries = 0;
  try {
    for (const one of opened) {
      const ref = { tenantId, chain: one.chain };
      const anchors = new Map(anchorsIn(opened, one.chain));
      let end: Anchor = { chain: one.chain, seq: 0, hash: genesisOf(ref, one.after) };
      const check = () => {
        const wanted = anchors.get(end.seq);
        anchors.delete(end.seq);
        if (wanted === undefined || wanted === end.hash) return;
        const detail = `A younger chain goes on from another entry ${end.seq}.`;
        throw new Broken({ chain: one.chain, seq: end.seq, what: 'changed', detail });
      };
      check();
      for await (const { seq, hash } of walk(audit, ref, one)) {
        entries += 1;
        end = { chain: one.chain, seq, hash };
        check();
      }
      const [missing] = anchors.keys();
      if (missing !== undefined)
        throw new Broken({
          chain: one.chain,
          seq: end.seq + 1,
          what: 'removed',
          detail: `A younger chain goes on from entry ${missing}, which is not there.`,
        });
      ends.push(end);
    }
    return { tenantId, entries, ends };
  } catch (error) {
    if (error instanceof Broken) return { tenantId, entries, ends, broken: error.where };
    throw error;
  }
};
