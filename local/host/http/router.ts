/** Values of a route's parameters. */
export type Params = Record<string, string>;

interface Route<Target> {
  readonly pattern: RegExp;
  /** Orders routes as ASP.NET does: a digit per segment, the more specific the smaller. */
  readonly rank: string;
  readonly target: Target;
}

const PARAMETER = /^\{(\*{0,2})([a-z_]\w*)(\?)?\}$/i;

const segmentOf = (text: string, template: string) => {
  const [, stars, name, optional] = PARAMETER.exec(text) ?? [];
  if (name) {
    const pattern = stars ? `/(?<${name}>[^]*)` : `/(?<${name}>[^/]+)`;
    return { rank: stars ? '3' : '2', pattern: stars || optional ? `(?:${pattern})?` : pattern };
  }
  if (/[{}]/.test(text)) throw new Error(`Route "${template}": "${text}" is not a parameter the local host knows.`);
  return { rank: '1', pattern: `/${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&')}` };
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

/** Finds the function for a method and path. Case does not matter, nor does one slash at the end. */
export class Router<Target> {
  readonly #routes = new Map<string, Route<Target>[]>();

  /**
   * Adds a route: `items/{id}/{sub?}`, `files/{*rest}`. Throws when the host cannot honour the template, or another
   * function answers the same method on the same one.
   */
  add(template: string, methods: readonly string[], target: Target, describe: (target: Target) => string): void {
    const segments = template.split('/').filter(Boolean);
    const parts = segments.map((text) => segmentOf(text, template));
    const pattern = new RegExp(`^${parts.map((part) => part.pattern).join('')}/?$`, 'i');
    const route = { pattern, rank: parts.map(({ rank }) => rank).join(''), target };
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
      if (!match) continue;
      const params: Params = {};
      for (const name in match.groups) if (match.groups[name]) params[name] = match.groups[name];
      return { target, params };
    }
    return undefined;
  }
}
