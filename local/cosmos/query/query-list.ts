import type { JsonObject, Value } from '../json.ts';
import { ROOT_SLOT } from './compile-query.ts';
import { prepare } from './prepared.ts';
import { allRows } from './rows.ts';

/** Runs a query over items that lie in memory, such as the list of containers. @throws 400 */
export const queryList = (
  sql: string,
  items: readonly JsonObject[],
  parameters: Readonly<Record<string, Value>>,
  now: number,
): Value[] => {
  const { compiled } = prepare(sql);
  const env = { parameters, now, slots: [] as Value[] };
  const feed = (visit: () => boolean) =>
    items.every((item) => {
      env.slots[ROOT_SLOT] = item;
      return compiled.each(env, visit);
    });
  return allRows(compiled, env, feed, Number.POSITIVE_INFINITY);
};

/** Does an item meet the condition of a patch, as in `from c where c.status = 'open'`? @throws 400 */
export const matchesCondition = (condition: string, item: JsonObject, now: number): boolean =>
  queryList(`SELECT * ${condition}`, [item], {}, now).length > 0;
