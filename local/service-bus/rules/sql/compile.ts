import { badArgument } from '../../broker/errors.ts';
import type { Facts } from '../../message/content.ts';
import { Parser } from './parser.ts';

/**
 * Turns a SQL filter into a predicate; what is unknown does not match.
 * Throws `argument-error` for an expression outside the dialect.
 */
export const compileSql = (source: string): ((facts: Facts) => boolean) => {
  try {
    const expression = new Parser(source).parse();
    return (facts) => expression(facts) === true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw badArgument(`The SQL filter "${source}" is not valid: ${error.message}.`);
  }
};
