import { badRequest } from '../errors.ts';
import { aggregateOf } from './aggregates.ts';
import { childrenOf, type Expression, type Query } from './ast.ts';
import { printExpression } from './print.ts';
import { sqlError } from './sql-error.ts';

const isPathStep = ({ kind }: Expression) => kind === 'name' || kind === 'member';

const checkGrouped = (expression: Expression, keys: ReadonlySet<string>) => {
  if (aggregateOf(expression) || keys.has(printExpression(expression))) return;
  if (isPathStep(expression))
    throw sqlError(
      'SC2102',
      `Property reference '${printExpression(expression)}' is invalid in the select list because it is not contained in an aggregate function or in the GROUP BY clause.`,
    );
  for (const child of childrenOf(expression)) checkGrouped(child, keys);
};

/** A grouped query may only select its keys and aggregates. @throws 400 */
export const checkGrouping = ({ select, groupBy, orderBy }: Query) => {
  if (select.kind === 'all') throw sqlError('SC2041', "'SELECT *' is not allowed with GROUP BY.");
  if (orderBy.length > 0) throw badRequest("'ORDER BY' is not supported together with aggregates or 'GROUP BY'.");
  const keys = new Set(groupBy.map(printExpression));
  const selected = select.kind === 'value' ? [select.expression] : select.items.map(({ expression }) => expression);
  for (const expression of selected) checkGrouped(expression, keys);
};

/** The property names of a path such as `c.address["city"]`, without the alias it starts from; undefined for anything else. */
export const documentPath = (expression: Expression): readonly string[] | undefined => {
  if (expression.kind === 'name') return [];
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') return undefined;
  const parent = documentPath(expression.of);
  const { value } = expression.key;
  return parent && typeof value === 'string' ? [...parent, value] : undefined;
};

const isVectorDistance = (expression: Expression) => expression.kind === 'call' && expression.name === 'VECTORDISTANCE';

/** The service orders by paths the index has, and by vector distance. @throws 400 */
export const checkOrder = ({ orderBy }: Query) => {
  for (const { expression } of orderBy)
    if (!documentPath(expression)?.length && !isVectorDistance(expression))
      throw sqlError(
        'SC2206',
        'Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.',
      );
};
