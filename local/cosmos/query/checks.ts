import { badRequest, sqlError } from '../errors.ts';
import { aggregateOf } from './aggregates.ts';
import { childrenOf, documentPath, type Expression, type Query } from './ast.ts';

/** A text that two expressions share when they mean the same, however they are written. */
const meaning = (expression: Expression) =>
  JSON.stringify(expression, (name, value) => (name === 'inner' ? undefined : value));

const checkGrouped = (expression: Expression, text: string, keys: ReadonlySet<string>) => {
  if (aggregateOf(expression) || keys.has(meaning(expression))) return;
  if (documentPath(expression))
    throw sqlError(
      'SC2102',
      `Property reference in '${text}' is invalid in the select list because it is not contained in an aggregate function or in the GROUP BY clause.`,
    );
  for (const child of childrenOf(expression)) checkGrouped(child, text, keys);
};

/** A grouped query may only select its keys and aggregates. @throws 400 */
export const checkGrouping = ({ select, groupBy, orderBy }: Query) => {
  if (select.kind === 'all') throw sqlError('SC2041', "'SELECT *' is not allowed with GROUP BY.");
  if (orderBy) throw badRequest("'ORDER BY' is not supported together with aggregates or 'GROUP BY'.");
  const keys = new Set(groupBy?.parsed.map(({ parsed }) => meaning(parsed)));
  for (const { parsed, text } of select.items) checkGrouped(parsed, text, keys);
};
