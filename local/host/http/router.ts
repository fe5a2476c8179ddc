/** Values of a route's parameters. */
export type Params = Record<string, string>;

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

/** Finds the function for a method and path. Case does not matter, nor does one slash at the end. */
export const createRouter = <Target extends { readonly name: string }>() => {
  const table: { method: string; shape: string; rank: string; pattern: RegExp; target: Target }[] = [];
  return {
    /** Throws for a template the host cannot honour, and when another function answers the same method on the same one. */
    add(template: string, methods: readonly string[], target: Target): void {
      const parts = template
        .split('/')
        .filter(Boolean)
        .map((text) => segmentOf(text, template));
      const source = parts.map(({ pattern }) => pattern).join('');
      // Two routes of one shape cannot be told apart, whatever their parameters are called.
      const shape = source.replace(/\?<\w+>/g, '').toLowerCase();
      // Orders routes as ASP.NET does: a digit per segment, the more specific the smaller.
      const rank = parts.map((part) => part.rank).join('');
      for (const method of methods) {
        const same = table.find((other) => other.method === method && other.shape === shape)?.target;
        if (same) throw new Error(`"${target.name}" answers ${method} ${template}, and so does "${same.name}".`);
        table.push({ method, shape, rank, pattern: new RegExp(`^${source}/?$`, 'i'), target });
      }
      table.sort((a, b) => a.rank.localeCompare(b.rank));
    },

    find(verb: string, rawPath: string): { target: Target; params: Params } | undefined {
      const path = rawPath.includes('%') ? decodePath(rawPath) : rawPath;
      for (const { method, pattern, target } of table) {
        const match = method === verb ? pattern.exec(path) : null;
        if (!match) continue;
        const params: Params = {};
        for (const name in match.groups) if (match.groups[name]) params[name] = match.groups[name];
        return { target, params };
      }
      return undefined;
    },
  };
};
