/** Values of a route's parameters. */
export type Params = Record<string, string>;

interface Route<Target> {
  readonly pattern: RegExp;
  /** Orders routes as ASP.NET does: a digit per segment, the more specific the smaller. */
  readonly rank: string;
  readonly target: Target;
}

const CONSTRAINTS: Readonly<Record<string, string>> = {
  int: '-?\\d+',
  long: '-?\\d+',
  double: '-?\\d+(?:\\.\\d+)?',
  bool: 'true|false',
  guid: '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}',
  alpha: '[a-z]+',
};

/** `{name}`, `{name:constraint}`, `{name?}`, `{*name}`, text between parameters, or a brace that belongs to none of these. */
const TOKEN = /\{(\*{0,2})(\w+)(?::(\w+))?(\?)?\}|[^{}]+|[{}]/g;

const RANK = { literal: '1', constrained: '2', plain: '3', rest: '4' };

const segmentOf = (segment: string, template: string) => {
  let rank = RANK.literal;
  let mayBeLeftOut = false;
  const pattern = segment.replace(
    TOKEN,
    (token, stars: string, name?: string, constraint?: string, optional?: string) => {
      if (/^[{}]$/.test(token))
        throw new Error(`Route "${template}": "${segment}" is not a parameter the local host knows.`);
      if (name === undefined) return token.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
      const source = constraint === undefined ? (stars ? '[^]*' : '[^/]+?') : CONSTRAINTS[constraint];
      if (source === undefined)
        throw new Error(`Route "${template}": the constraint "${constraint}" is not supported by the local host.`);
      rank = stars ? RANK.rest : constraint !== undefined || token !== segment ? RANK.constrained : RANK.plain;
      mayBeLeftOut ||= stars !== '' || optional !== undefined;
      return `(?<${name}>${source})`;
    },
  );
  return { rank, pattern: mayBeLeftOut ? `(?:/${pattern})?` : `/${pattern}` };
};

/** Compiles an ASP.NET route template: `items/{id:int}/{sub?}`, `files/{*rest}`, `a-{p}.b`. Throws for what the host cannot honour. */
const compile = <Target>(template: string, target: Target): Route<Target> => {
  const segments = template
    .split('/')
    .filter(Boolean)
    .map((text) => segmentOf(text, template));
  const pattern = new RegExp(`^${segments.map((segment) => segment.pattern).join('')}/?$`, 'i');
  return { pattern, rank: segments.map(({ rank }) => rank).join(''), target };
};

/** Kestrel decodes the path before it routes, but leaves an encoded slash as it is; broken escapes stay untouched. */
const decodePath = (path: string): string => {
  try {
    return decodeURIComponent(path.replace(/%2f/gi, '%252F'));
  } catch {
    return path;
  }
};

/** Two routes of one shape cannot be told apart, whatever their parameters are called. */
const shapeOf = ({ pattern }: Route<unknown>) => pattern.source.replace(/\?<\w+>/g, '').toLowerCase();

/** Only what the path has values for. */
const paramsOf = (groups: Params = {}): Params => {
  const params: Params = {};
  for (const name in groups) if (groups[name]) params[name] = groups[name];
  return params;
};

/** Finds the function for a method and path. Case does not matter, nor does one slash at the end. */
export class Router<Target> {
  readonly #routes = new Map<string, Route<Target>[]>();

  /** Adds a route. Throws when another function answers the same method on the same template. */
  add(template: string, methods: readonly string[], target: Target, describe: (target: Target) => string): void {
    const route = compile(template, target);
    for (const method of methods) {
      const routes = this.#routes.get(method) ?? [];
      const same = routes.find((other) => shapeOf(other) === shapeOf(route));
      if (same)
        throw new Error(`${describe(target)} answers ${method} ${template}, as does: ${describe(same.target)}.`);
      this.#routes.set(
        method,
        [...routes, route].sort((a, b) => a.rank.localeCompare(b.rank)),
      );
    }
  }

  find(method: string, rawPath: string): { target: Target; params: Params } | undefined {
    const path = rawPath.includes('%') ? decodePath(rawPath) : rawPath;
    for (const { pattern, target } of this.#routes.get(method) ?? []) {
      const match = pattern.exec(path);
      if (match) return { target, params: paramsOf(match.groups) };
    }
    return undefined;
  }
}
