import { perServices, type Services } from '../services.ts';

/** What is collected by company and written now and then, so that a flood costs little. Nobody waits for it: what a kill loses is what is held. */
export interface WriteBehind<Item, Held> {
  /** For the log. */
  readonly name: string;
  /** How long something is held, in milliseconds. */
  readonly everyMs: number;
  begin(): Held;
  /** Adds to what is held; answers whether that is `enough` to be written at once, or so much that nothing more may be added: `full`. */
  add(held: Held, item: Item): 'enough' | 'full' | undefined;
  write(tenantId: string, held: Held): Promise<void>;
}

interface Shelf<Held> {
  held: Held | undefined;
  level: 'enough' | 'full' | undefined;
  /** Items that came while what was held was full and the store did not answer. */
  lost: number;
  writing: Promise<void> | undefined;
}

const flushers = perServices(() => new Set<() => Promise<void>>());

/** Writes whatever is still held, of everything that is written behind. */
export const flushBehind = async (services: Services): Promise<void> => {
  await Promise.all([...flushers(services)].map((flush) => flush()));
};

/**
 * One write of a company at a time, while the next is being filled; what comes when that is full as well is lost, and logged: memory stays bounded
 * though the store may hang.
 */
export const writeBehind = <Item, Held>(
  services: Services,
  { name, everyMs, begin, add, write }: WriteBehind<Item, Held>,
): ((tenantId: string, item: Item) => void) => {
  const { log } = services;
  const shelves = new Map<string, Shelf<Held>>();

  const empty = async (tenantId: string, shelf: Shelf<Held>): Promise<void> => {
    while (shelf.held !== undefined || shelf.lost > 0) {
      const { held, lost } = shelf;
      Object.assign(shelf, { held: undefined, level: undefined, lost: 0 });
      if (lost > 0) log.warn(`${name} were not kept: too many at once`, { tenantId, lost });
      if (held === undefined) continue;
      await write(tenantId, held).catch((error: unknown) => log.error(`${name} were not kept`, { tenantId, error }));
      if (!shelf.level) break;
    }
  };
  const start = (tenantId: string, shelf: Shelf<Held>): Promise<void> => {
    shelf.writing ??= empty(tenantId, shelf).finally(() => {
      shelf.writing = undefined;
      if (shelf.held !== undefined) later(tenantId, shelf);
      else if (shelves.get(tenantId) === shelf) shelves.delete(tenantId);
    });
    return shelf.writing;
  };
  const later = (tenantId: string, shelf: Shelf<Held>) =>
    setTimeout(() => void start(tenantId, shelf), everyMs).unref();

  flushers(services).add(async () => {
    while (shelves.size > 0) await Promise.all([...shelves].map(([tenantId, shelf]) => start(tenantId, shelf)));
  });

  return (tenantId, item) => {
    const shelf = shelves.get(tenantId) ?? { held: undefined, level: undefined, lost: 0, writing: undefined };
    shelves.set(tenantId, shelf);
    if (shelf.level === 'full') {
      shelf.lost += 1;
      return;
    }
    if (shelf.held === undefined) {
      shelf.held = begin();
      if (!shelf.writing) later(tenantId, shelf);
    }
    shelf.level = add(shelf.held, item);
    if (shelf.level) void start(tenantId, shelf);
  };
};
