import { badRequest } from './errors.ts';
import { COMPARISONS, FUNCTIONS, type Value } from './filter-functions.ts';
import { type Token, tokensOf } from './filter-tokens.ts';

/** What a filter can see of a connection. */
export interface Subject {
  readonly id: string;
  readonly userId: string | undefined;
  readonly groups: ReadonlySet<string>;
}

type Expression = (subject: Subject) => Value;

const PROPERTIES: Readonly<Record<string, Expression>> = {
  connectionId: ({ id }) => id,
  userId: ({ userId }) => userId ?? null,
  groups: ({ groups }) => groups,
  null: () => null,
  true: () => true,
  false: () => false,
};

/** Recursive descent over the tokens, one method per level of precedence, loosest first. */
class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokensOf(source);
  }

  whole(): Expression {
    const expression = this.#either();
    if (this.#at < this.#tokens.length) throw this.#problem('unexpected');
    return expression;
  }

  #either(): Expression {
    const parts = [this.#both()];
    while (this.#takes('word', 'or')) parts.push(this.#both());
    return single(parts) ?? ((subject) => parts.some((part) => part(subject) === true));
  }

  #both(): Expression {
    const parts = [this.#negated()];
    while (this.#takes('word', 'and')) parts.push(this.#negated());
    return single(parts) ?? ((subject) => parts.every((part) => part(subject) === true));
  }

  #negated(): Expression {
    if (!this.#takes('word', 'not')) return this.#compared();
    const operand = this.#negated();
    return (subject) => operand(subject) !== true;
  }

  #compared(): Expression {
    const left = this.#operand();
    if (this.#takes('word', 'in')) return this.#membership(left);
    const next = this.#tokens[this.#at];
    const compare =
      next?.kind === 'word' && Object.hasOwn(COMPARISONS, next.value) ? COMPARISONS[next.value] : undefined;
    if (!compare) return left;
    this.#at += 1;
    const right = this.#operand();
    return (subject) => compare(left(subject), right(subject));
  }

  #membership(left: Expression): Expression {
    if (this.#takes('mark', '(')) {
      const candidates = this.#list();
      return (subject) => {
        const value = left(subject);
        return candidates.some((candidate) => candidate(subject) === value);
      };
    }
    const collection = this.#operand();
    return (subject) => {
      const value = left(subject);
      const members = collection(subject);
      return members instanceof Set && members.has(value);
    };
  }

  #operand(): Expression {
    if (this.#takes('mark', '(')) {
      const inner = this.#either();
      this.#expect(')');
      return inner;
    }
    const token = this.#tokens[this.#at];
    if (!token || token.kind === 'mark') throw this.#problem('a value is missing before');
    this.#at += 1;
    if (token.kind !== 'word') return () => token.value;
    if (this.#takes('mark', '(')) return this.#call(token.value);
    const property = Object.hasOwn(PROPERTIES, token.value) ? PROPERTIES[token.value] : undefined;
    if (!property) throw badRequest(`Invalid filter '${this.#source}': unknown property '${token.value}'.`);
    return property;
  }

  #call(name: string): Expression {
    const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!called) throw badRequest(`Invalid filter '${this.#source}': unknown function '${name}'.`);
    const values = this.#list();
    const [least, most] = called.arity;
    if (values.length < least || values.length > most)
      throw badRequest(`Invalid filter '${this.#source}': '${name}' does not take ${values.length} values.`);
    return (subject) => called.apply(...values.map((value) => value(subject)));
  }

  #list(): Expression[] {
    const values = [this.#either()];
    while (this.#takes('mark', ',')) values.push(this.#either());
    this.#expect(')');
    return values;
  }

  #takes(kind: Token['kind'], value: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.value !== value) return false;
    this.#at += 1;
    return true;
  }

  #expect(mark: string) {
    if (!this.#takes('mark', mark)) throw this.#problem(`'${mark}' is missing before`);
  }

  #problem(what: string) {
    const token = this.#tokens[this.#at];
    return badRequest(`Invalid filter '${this.#source}': ${what} ${token ? `'${token.value}'` : 'the end'}.`);
  }
}

const single = (parts: readonly Expression[]): Expression | undefined => (parts.length === 1 ? parts[0] : undefined);

/** Turns an OData filter into a test of connections. Throws a 400 for a filter the service would refuse. */
export const compileFilter = (source: string): ((subject: Subject) => boolean) => {
  const expression = new Parser(source).whole();
  return (subject) => expression(subject) === true;
};
