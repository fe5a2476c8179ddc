import { compileTemplate, type RouteTemplate, type Segment } from './route-template.ts';

export type Params = Record<string, string>;

export interface Match<Target> {
  readonly target: Target;
  readonly params: Params;
}

interface Leaf<Target> {
  readonly target: Target;
  readonly names: readonly string[];
  readonly defaults: Params;
  /** Reached by leaving a parameter out; a route that spells the same path in full goes before it. */
  readonly implied: boolean;
}

/** What may follow at one place of a path. Tried in ASP.NET's order: literal, pattern, parameter, rest of the path. */
interface Node<Target> {
  readonly literals: Map<string, Node<Target>>;
  readonly patterns: { readonly pattern: RegExp; readonly next: Node<Target> }[];
  parameter: Node<Target> | undefined;
  rest: Node<Target> | undefined;
  readonly byMethod: Map<string, Leaf<Target>>;
}

const createNode = <Target>(): Node<Target> => ({
  literals: new Map(),
  patterns: [],
  parameter: undefined,
  rest: undefined,
  byMethod: new Map(),
});

const childFor = <Target>(node: Node<Target>, segment: Segment): Node<Target> => {
  switch (segment.kind) {
    case 'literal': {
      const next = node.literals.get(segment.text) ?? createNode<Target>();
      node.literals.set(segment.text, next);
      return next;
    }
    case 'pattern': {
      const known = node.patterns.find(({ pattern }) => pattern.source === segment.pattern.source);
      if (known) return known.next;
      const next = createNode<Target>();
      node.patterns.push({ pattern: segment.pattern, next });
      return next;
    }
    case 'parameter':
      node.parameter ??= createNode();
      return node.parameter;
    case 'rest':
      node.rest ??= createNode();
      return node.rest;
  }
};

const NO_PARAMS: Params = Object.freeze({});

/** Kestrel decodes the path before it routes, but leaves an encoded slash as it is; broken escapes stay untouched. */
const decodePath = (path: string): string => {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path.replace(/%2f/gi, '%252F'));
  } catch {
    return path;
  }
};

/** Finds the function for a method and path. Case does not matter, nor does one slash at the end. */
export class Router<Target> {
  readonly #root = createNode<Target>();
  /** Paths without parameters, answered without walking; a literal beats everything else at every segment. */
  readonly #literal = new Map<string, Node<Target>>();

  /** Adds a route. Throws when another function answers the same method on the same template. */
  add(template: string, methods: readonly string[], target: Target, describe: (target: Target) => string): void {
    compileTemplate(template).forEach((compiled, at) => {
      const { node, leaf } = this.#place(compiled, target, at > 0);
      for (const method of methods) {
        const other = node.byMethod.get(method);
        if (other && !other.implied && !leaf.implied)
          throw new Error(`${describe(target)} answers ${method} ${template}, as does: ${describe(other.target)}.`);
        if (!other || other.implied) node.byMethod.set(method, leaf);
      }
    });
  }

  find(method: string, rawPath: string): Match<Target> | undefined {
    const known = this.#literal.get(rawPath)?.byMethod.get(method);
    if (known) return { target: known.target, params: known.defaults };
    const path = decodePath(rawPath);
    const parts = path.split('/');
    parts.shift();
    if (parts.at(-1) === '') parts.pop();
    const values: string[] = [];
    const leaf = this.#walk(this.#root, parts, 0, method, values);
    if (!leaf) return undefined;
    const params: Params = { ...leaf.defaults };
    leaf.names.forEach((name, at) => {
      const value = values[at];
      if (value) params[name] = value;
    });
    return { target: leaf.target, params };
  }

  #place({ segments, defaults }: RouteTemplate, target: Target, implied: boolean) {
    const node = segments.reduce(childFor<Target>, this.#root);
    const names = segments.flatMap((segment) => (segment.kind === 'literal' ? [] : segment.names));
    const texts = segments.flatMap((segment) => (segment.kind === 'literal' ? [segment.text] : []));
    if (texts.length === segments.length) this.#literal.set(`/${texts.join('/')}`, node);
    const fallbacks = Object.keys(defaults).length === 0 ? NO_PARAMS : defaults;
    const leaf: Leaf<Target> = { target, names, defaults: fallbacks, implied };
    return { node, leaf };
  }

  #walk(
    node: Node<Target>,
    parts: readonly string[],
    at: number,
    method: string,
    values: string[],
  ): Leaf<Target> | undefined {
    const part = parts[at];
    if (part === undefined) return node.byMethod.get(method);
    const literal = node.literals.get(part.toLowerCase());
    const found = literal && this.#walk(literal, parts, at + 1, method, values);
    if (found) return found;
    for (const { pattern, next } of node.patterns) {
      const groups = pattern.exec(part);
      const leaf = groups && this.#capture(next, groups.slice(1), parts, at, method, values);
      if (leaf) return leaf;
    }
    const plain = node.parameter && part !== '' && this.#capture(node.parameter, [part], parts, at, method, values);
    if (plain) return plain;
    const rest = node.rest?.byMethod.get(method);
    if (rest) values.push(parts.slice(at).join('/'));
    return rest;
  }

  #capture(
    next: Node<Target>,
    captured: readonly string[],
    parts: readonly string[],
    at: number,
    method: string,
    values: string[],
  ): Leaf<Target> | undefined {
    const depth = values.length;
    values.push(...captured);
    const leaf = this.#walk(next, parts, at + 1, method, values);
    if (!leaf) values.length = depth;
    return leaf;
  }
}
