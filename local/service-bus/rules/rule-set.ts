import { BusError, badArgument, entityNotFound } from '../broker/errors.ts';
import type { Facts } from '../message/content.ts';
import { compileCorrelation } from './correlation.ts';
import type { Rule } from './rule.ts';
import { compileSql } from './sql/compile.ts';

type Predicate = (facts: Facts) => boolean;

/** Throws `argument-error` when the SQL expression is not understood. */
const compile = ({ sqlFilter, correlationFilter }: Rule): Predicate => {
  if (correlationFilter) return compileCorrelation(correlationFilter);
  if (sqlFilter) return compileSql(sqlFilter.sqlExpression);
  throw badArgument('A rule needs a filter.');
};

/** The rules of one subscription: a message is wanted when any of them matches. */
export class RuleSet {
  readonly #rules = new Map<string, { rule: Rule; matches: Predicate }>();
  readonly #changed: (rules: readonly Rule[]) => void;

  /** `changed` is told about every change after this. */
  constructor(rules: readonly Rule[], changed: (rules: readonly Rule[]) => void) {
    for (const rule of rules) this.#rules.set(rule.name, { rule, matches: compile(rule) });
    this.#changed = changed;
  }

  matches(facts: Facts): boolean {
    for (const { matches } of this.#rules.values()) if (matches(facts)) return true;
    return false;
  }

  list(): Rule[] {
    return [...this.#rules.values()].map(({ rule }) => rule);
  }

  add(rule: Rule): void {
    if (this.#rules.has(rule.name))
      throw new BusError('com.microsoft:entity-already-exists', `Rule '${rule.name}' already exists.`, 409);
    this.#rules.set(rule.name, { rule, matches: compile(rule) });
    this.#changed(this.list());
  }

  remove(name: string): void {
    if (!this.#rules.delete(name)) throw entityNotFound(name);
    this.#changed(this.list());
  }
}
