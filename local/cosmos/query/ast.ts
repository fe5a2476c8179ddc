import type { Value } from '../json.ts';

/** Operators are calls as functions are: `a = b` is `{ name: '=', args: [a, b] }`, `c.x` is `{ name: '.', args: [c, 'x'] }`. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'parameter' | 'name'; readonly name: string }
  | Call
  | { readonly kind: 'object'; readonly members: ReadonlyArray<readonly [string, Expression]> }
  /** `(SELECT ...)`, `EXISTS(SELECT ...)` and `ARRAY(SELECT ...)` */
  | { readonly kind: 'subquery'; readonly as: 'value' | 'exists' | 'array'; readonly query: Query };

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  /** What stands between the parentheses of a function, as it was written. */
  readonly inner?: string;
}

/** A part of a query together with its source text, from which the query plan makes other queries. */
export interface Written<T> {
  readonly parsed: T;
  readonly text: string;
}

/** An expression and the name under which it appears in the result. */
export interface SelectItem extends Written<Expression> {
  readonly name: string;
}

export interface Selection {
  readonly kind: 'all' | 'value' | 'list';
  /** None for `*`, one for `VALUE`. */
  readonly items: readonly SelectItem[];
}

/** `FROM alias IN from` walks the elements of an array, `FROM from AS alias` takes the value itself. */
export interface Source {
  readonly from: Expression;
  readonly alias: string | undefined;
  readonly elements: boolean;
}

export interface OrderItem extends Written<Expression> {
  readonly descending: boolean;
}

export interface Query {
  readonly distinct: boolean;
  readonly top: Expression | undefined;
  readonly select: Selection;
  readonly from: Written<readonly Source[]> | undefined;
  readonly where: Written<Expression> | undefined;
  readonly groupBy: Written<ReadonlyArray<Written<Expression>>> | undefined;
  readonly orderBy: Written<readonly OrderItem[]> | undefined;
  readonly offset: Expression | undefined;
  readonly limit: Expression | undefined;
}

/** The expressions directly inside an expression; subqueries are closed boxes. */
export const childrenOf = (expression: Expression): readonly Expression[] => {
  if (expression.kind === 'call') return expression.args;
  return expression.kind === 'object' ? expression.members.map(([, value]) => value) : [];
};

/** The property names of a path such as `c.address["city"]`, without the alias it starts from; undefined for anything else. */
export const documentPath = (expression: Expression): readonly string[] | undefined => {
  if (expression.kind === 'name') return [];
  if (expression.kind !== 'call' || expression.name !== '.') return undefined;
  const [of, key] = expression.args;
  const parent = of && documentPath(of);
  return parent && key?.kind === 'literal' && typeof key.value === 'string' ? [...parent, key.value] : undefined;
};
