import type { Documents } from '../documents/documents.ts';
import { cachedLookups } from '../documents/lookups.ts';
import type { EventStore, Recorded } from '../eventstore/event-store.ts';
import { conflict } from '../kernel/errors.ts';
import type { Projection } from '../projections/projection.ts';
import { projectionRunner } from '../projections/runner.ts';
import { type Generations, generationsAddress, KNOWN_AFTER_MS, partitionOf } from './generations.ts';

export interface RebuildPorts {
  readonly directory: Documents;
  /** By the names of partitions, not of views. */
  readonly views: Documents;
  readonly streams: Pick<EventStore, 'read'>;
  /** Every stored event of every company, in the order of each stream, up to the moment when there are no more. */
  events(): AsyncIterable<readonly Recorded[]>;
  wait(milliseconds: number): Promise<void>;
  print(line: string): void;
}

/** So many streams are folded at once. */
const TOGETHER = 64;
const PAGE = 1_000;

const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

const change = async ({ directory }: RebuildPorts, view: string, next: Generations['views'][string]): Promise<void> => {
  const { pk, id } = generationsAddress;
  const stored = await directory.in(pk).get<Generations>(id);
  const views = { ...stored?.doc.views, [view]: next };
  await directory.in(pk).put(id, { views }, stored ? { ifMatch: stored.etag } : { create: true });
};

const generationOf = async ({ directory }: RebuildPorts, view: string) => {
  const stored = await directory.in(generationsAddress.pk).get<Generations>(generationsAddress.id);
  return stored?.doc.views[view] ?? { serving: 1 };
};

/** Folds the whole history into one partition per company, and answers which companies there are. */
const fill = async (ports: RebuildPorts, projection: Projection, partition: string): Promise<ReadonlySet<string>> => {
  const broken: string[] = [];
  const fold = projectionRunner([projection], {
    ...ports,
    // The directory has its entries from when the events were new; but of a form that has changed since, it gets them now.
    lookups: cachedLookups(ports.directory),
    partitionsOf: async () => [partition],
    onBroken: ({ tenantId, streamId }, error) => broken.push(`${tenantId}/${streamId}: ${error}`),
  });
  const starts = [projection.streams, ...(projection.joins ?? []).map(({ streams }) => streams)];
  const tenants = new Set<string>();
  let read = 0;
  for await (const events of ports.events()) {
    read += events.length;
    const ours = events.filter(({ streamId }) => starts.some((start) => streamId.startsWith(start)));
    for (const { tenantId } of ours) tenants.add(tenantId);
    const streams = [...Map.groupBy(ours, ({ tenantId, streamId }) => `${tenantId}/${streamId}`).values()];
    for (const some of chunksOf(streams, TOGETHER)) await Promise.all(some.map((stream) => fold(stream)));
    ports.print(`${read} events read`);
  }
  if (broken.length > 0)
    throw conflict('views/broken', `${broken.length} streams do not fit into the view: ${broken[0]}`, { broken });
  return tenants;
};

const remove = async ({ views }: RebuildPorts, partition: string, tenants: Iterable<string>): Promise<void> => {
  for (const tenantId of tenants)
    for (;;) {
      const { items } = await views.in(tenantId, partition).query<{ readonly id: string }>({ limit: PAGE });
      if (items.length === 0) break;
      await views.removeMany(
        tenantId,
        [partition],
        items.map(({ id }) => id),
      );
    }
};

/**
 * Builds a view anew from all events while it goes on serving: into a new generation, which from the beginning gets what happens meanwhile as well, and which takes
 * over when it has everything. One that was cut off leaves a generation that nobody reads; the next one begins another.
 *
 * @returns the number of the generation that serves from now on
 */
export const rebuildView = async (ports: RebuildPorts, projection: Projection): Promise<number> => {
  const { name } = projection;
  const { serving, building = serving } = await generationOf(ports, name);
  const next = building + 1;
  await change(ports, name, { serving, building: next });
  ports.print(`${name}: generation ${next} is being built; ${serving} serves`);
  // From then on every instance folds what happens into it, so that reading once to the end is enough.
  await ports.wait(KNOWN_AFTER_MS);
  const tenants = await fill(ports, projection, partitionOf(name, next));
  await change(ports, name, { serving: next });
  ports.print(`${name}: generation ${next} serves`);
  // An instance that does not know yet reads the old one.
  await ports.wait(KNOWN_AFTER_MS);
  for (let old = serving; old < next; old++) await remove(ports, partitionOf(name, old), tenants);
  return next;
};
