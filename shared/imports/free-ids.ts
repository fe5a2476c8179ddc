import type { KeyedRow } from './importable.ts';

/** How many things can have been made of one key that has been given to another since. */
const MAX_GENERATIONS = 20;

/**
 * Ids for rows that make something new. They follow from the key, so a row that is done twice makes one thing. An id can be taken all the same: by what
 * was made of the same key before, and has been called something else since. Then the next one that follows from the key is used.
 * @param taken which of some ids are; asked once for all rows, mostly.
 */
export const freeIds = async <Row>(
  rows: readonly KeyedRow<Row>[],
  kind: string,
  taken: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<ReadonlyMap<KeyedRow<Row>, string>> => {
  const free = new Map<KeyedRow<Row>, string>();
  let open = rows;
  for (let generation = 1; open.length > 0; generation++) {
    if (generation > MAX_GENERATIONS) throw new Error(`The ids that follow from a key are all taken: ${open[0]?.key}.`);
    const wanted = open.map((row) => ({ row, id: row.newIds(generation)(kind) }));
    const used = await taken(wanted.map(({ id }) => id));
    for (const { row, id } of wanted) if (!used.has(id)) free.set(row, id);
    open = wanted.flatMap(({ row, id }) => (used.has(id) ? [row] : []));
  }
  return free;
};
