import type { Value } from '../json.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'in'; readonly value: Expression; readonly options: readonly Expression[] }
  | { readonly kind: 'between'; readonly value: Expression; readonly low: Expression; readonly high: Expression }
  | {
      readonly kind: 'like';
      readonly value: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | undefined;
    }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly members: ReadonlyArray<readonly [string, Expression]> }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  /** `(SELECT ...)`, `EXISTS(SELECT ...)` and `ARRAY(SELECT ...)` */
  | { readonly kind: 'subquery'; readonly as: 'value' | 'exists' | 'array'; readonly query: Query };

export type UnaryOperator = 'NOT' | '-' | '+' | '~';

export type BinaryOperator =
  | ('??' | 'OR' | 'AND' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '||')
  | ('+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>' | '>>>');

export interface SelectItem {
  readonly expression: Expression;
  readonly alias: string | undefined;
}

export type Selection =
  | { readonly kind: 'all' }
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'list'; readonly items: readonly SelectItem[] };

/** `FROM alias IN from` walks the elements of an array, `FROM from AS alias` takes the value itself. */
export interface Source {
  readonly from: Expression;
  readonly alias: string | undefined;
  readonly elements: boolean;
}

export interface OrderItem {
  readonly expression: Expression;
  readonly descending: boolean;
}

export interface Query {
  readonly distinct: boolean;
  readonly top: Expression | undefined;
  readonly select: Selection;
  readonly sources: readonly Source[];
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly offset: Expression | undefined;
  readonly limit: Expression | undefined;
}

/** The names under which a select list appears in the result; unnamed expressions are numbered `$1`, `$2`, … */
export const resultNames = (items: readonly SelectItem[]): string[] => {
  let unnamed = 0;
  return items.map(({ expression, alias }) => alias ?? impliedName(expression) ?? `$${++unnamed}`);
};

/** The name an expression brings along: `c.address.city` is called `city`. */
export const impliedName = (expression: Expression): string | undefined => {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') return undefined;
  return typeof expression.key.value === 'string' ? expression.key.value : undefined;
};

/** The expressions directly inside an expression; subqueries are closed boxes. */
export const childrenOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'literal':
    case 'parameter':
    case 'name':
    case 'subquery':
      return [];
    case 'member':
      return [expression.of, expression.key];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test, expression.yes, expression.no];
    case 'in':
      return [expression.value, ...expression.options];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'like':
      return [expression.value, expression.pattern, ...(expression.escape ? [expression.escape] : [])];
    case 'array':
      return expression.items;
    case 'object':
      return expression.members.map(([, value]) => value);
    case 'call':
      return expression.args;
  }
};
