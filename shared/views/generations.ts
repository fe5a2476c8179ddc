import type { Address, Documents, Partition } from '../documents/documents.ts';

/**
 * Which generation of each view is read, and which is being built beside it. A view is rebuilt into a new generation while the old one serves; then the
 * two change places. The first generation of a view has its name.
 */
export interface Generations {
  readonly views: Readonly<Record<string, { readonly serving: number; readonly building?: number }>>;
}

export const generationsAddress = { pk: 'views', id: 'generations' } as const;

/** How long an instance may not know yet that a generation is being built or serves: whoever builds one waits so long. */
export const KNOWN_AFTER_MS = 10_000;
const LOOKED_AT_EVERY_MS = 5_000;

export const partitionOf = (view: string, generation: number): string =>
  generation === 1 ? view : `${view}@${generation}`;

/** The view of a partition. */
export const viewOf = (partition: string): string => partition.split('@')[0] ?? partition;

type Standing = Generations['views'][string];

/** What an instance knows of the generations. */
export interface KnownGenerations {
  of(view: string): Promise<Standing>;
  /** The number of the generation that is read. */
  serving(view: string): Promise<number>;
  /** The partitions that new events are folded into. */
  folded(view: string): Promise<readonly string[]>;
}

const NONE: Generations = { views: {} };

/** Looks into the directory every few seconds, and lets nobody wait for it but who comes after a long pause. */
export const knownGenerations = (
  directory: Documents,
  onFailure: (error: unknown) => void,
  now: () => number = Date.now,
): KnownGenerations => {
  let known: Generations | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const look = async () => {
    const at = now();
    try {
      const { pk, id } = generationsAddress;
      known = (await directory.in(pk).get<Generations>(id))?.doc ?? NONE;
      lookedAt = at;
    } finally {
      looking = undefined;
    }
  };
  const current = async (): Promise<Generations> => {
    const age = now() - lookedAt;
    if (known && age < LOOKED_AT_EVERY_MS) return known;
    looking ??= look();
    if (!known || age >= KNOWN_AFTER_MS) await looking;
    else looking.catch(onFailure);
    return known ?? NONE;
  };

  const of = async (view: string): Promise<Standing> => (await current()).views[view] ?? { serving: 1 };

  return {
    of,
    serving: async (view) => (await of(view)).serving,
    async folded(view) {
      const { serving, building } = await of(view);
      return [serving, ...(building === undefined ? [] : [building])].map((one) => partitionOf(view, one));
    },
  };
};

/** The views as everybody reads them: by their names, whichever generation serves. */
export const servedViews = (views: Documents, generations: KnownGenerations): Documents => {
  const nameOf = async (view: string) => partitionOf(view, await generations.serving(view));
  const served = async <Item extends Address>(items: readonly Item[]): Promise<Item[]> =>
    Promise.all(
      items.map(async (item) => ({ ...item, path: [await nameOf(item.path[0] ?? ''), ...item.path.slice(1)] })),
    );
  const inView = (tenantId: string, view: string): Partition => {
    const partition = async () => views.in(tenantId, await nameOf(view));
    return {
      get: async (id) => (await partition()).get(id),
      put: async (id, doc, options) => (await partition()).put(id, doc, options),
      putTogether: async (puts) => (await partition()).putTogether(puts),
      remove: async (id) => (await partition()).remove(id),
      query: async (query) => (await partition()).query(query),
      changes: async (since, limit) => (await partition()).changes(since, limit),
      count: async () => (await partition()).count(),
    };
  };
  return {
    in: (tenantId, view = '') => inView(tenantId, view),
    getMany: async (tenantId, addresses) => views.getMany(tenantId, await served(addresses)),
    putMany: async (tenantId, puts) => views.putMany(tenantId, await served(puts)),
    removeMany: async (tenantId, [view = ''], ids) => views.removeMany(tenantId, [await nameOf(view)], ids),
  };
};
