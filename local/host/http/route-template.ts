/** One segment of a route: how it matches and how early it is tried. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  /** A pattern over one segment: a constrained parameter, or literal text mixed with parameters. */
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly names: readonly string[] }
  | { readonly kind: 'parameter'; readonly names: readonly [string] }
  | { readonly kind: 'rest'; readonly names: readonly [string] };

export interface RouteTemplate {
  readonly segments: readonly Segment[];
  /** Values of parameters that the path may leave out (`{p=value}`). */
  readonly defaults: Readonly<Record<string, string>>;
}

const CONSTRAINTS: Record<string, string> = {
  int: '-?\\d+',
  long: '-?\\d+',
  bool: '(?:true|false)',
  guid: '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}',
  alpha: '[a-z]+',
  decimal: '-?\\d+(?:\\.\\d+)?',
  double: '-?\\d+(?:\\.\\d+)?',
  float: '-?\\d+(?:\\.\\d+)?',
  required: '[^/]+',
};

const NUMERIC_CONSTRAINT = /^(length|minlength|maxlength|min|max|range)\((\d+)(?:,(\d+))?\)$/;

/** A constraint as a pattern that has to hold for the whole segment. */
const constraintPattern = (constraint: string, template: string): string => {
  const known = CONSTRAINTS[constraint];
  if (known) return known;
  const regex = /^regex\((.*)\)$/s.exec(constraint)?.[1];
  // ASP.NET writes a brace inside a template twice.
  if (regex !== undefined)
    return `(?:${regex
      .replaceAll('{{', '{')
      .replaceAll('}}', '}')
      .replace(/^\^|\$$/g, '')})`;
  const [, name, first = '', second] = NUMERIC_CONSTRAINT.exec(constraint) ?? [];
  if (name === 'length') return `[^/]{${second ? `${first},${second}` : first}}`;
  if (name === 'minlength') return `[^/]{${first},}`;
  if (name === 'maxlength') return `[^/]{1,${first}}`;
  throw new Error(`Route "${template}": the constraint "${constraint}" is not supported by the local host.`);
};

/** Splits at a separator that is not inside braces or brackets: a regex constraint may hold slashes and colons. */
const splitOutside = (text: string, separator: string): string[] => {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if ('{('.includes(character)) depth++;
    if ('})'.includes(character)) depth--;
    if (character === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
};

const escapeLiteral = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

interface Parameter {
  readonly name: string;
  readonly pattern: string | undefined;
  readonly rest: boolean;
  readonly optional: boolean;
  readonly fallback: string | undefined;
}

const parameterOf = (inner: string, template: string): Parameter => {
  const [declared = '', fallback] = splitOutside(inner, '=');
  const optional = declared.endsWith('?');
  const [head = '', ...constraints] = splitOutside(optional ? declared.slice(0, -1) : declared, ':');
  const [, stars = '', name] = /^(\*{0,2})(\w+)$/.exec(head) ?? [];
  if (!name) throw new Error(`Route "${template}": "{${inner}}" is not a parameter.`);
  const patterns = constraints.map((constraint) => constraintPattern(constraint, template));
  // All but the last constraint become look-aheads, so that every one of them has to hold.
  const last = patterns.length - 1;
  const pattern = last < 0 ? undefined : patterns.map((source, at) => (at < last ? `(?=${source}$)` : source)).join('');
  return { name, pattern, rest: stars !== '', optional, fallback };
};

const mixedSegment = (text: string, template: string): Segment => {
  const names: string[] = [];
  const source = text.replace(/\{([^{}]+)\}|([^{}]+)/g, (_, inner: string | undefined, literal: string) => {
    if (inner === undefined) return escapeLiteral(literal);
    const { name, pattern } = parameterOf(inner, template);
    names.push(name);
    return `(${pattern ?? '[^/]+?'})`;
  });
  return { kind: 'pattern', pattern: new RegExp(`^${source}$`, 'i'), names };
};

const wholeSegment = ({ name, pattern, rest }: Parameter): Segment => {
  if (rest) return { kind: 'rest', names: [name] };
  if (pattern === undefined) return { kind: 'parameter', names: [name] };
  return { kind: 'pattern', pattern: new RegExp(`^(${pattern})$`, 'i'), names: [name] };
};

/**
 * Compiles an ASP.NET route template (`items/{id:int}/{sub?}`, `files/{*rest}`, `a-{p}.b`). A parameter that may be
 * left out gives a second, shorter template. Throws for a template or constraint the host cannot honour.
 */
export const compileTemplate = (template: string): RouteTemplate[] => {
  const segments: Segment[] = [];
  const defaults: Record<string, string> = {};
  const shorter: RouteTemplate[] = [];
  for (const text of splitOutside(template, '/').filter((part) => part !== '')) {
    if (!text.includes('{')) {
      segments.push({ kind: 'literal', text: text.toLowerCase() });
      continue;
    }
    const inner = /^\{((?:[^{}]|\{\{|\}\})+)\}$/.exec(text)?.[1];
    if (inner === undefined) {
      segments.push(mixedSegment(text, template));
      continue;
    }
    const parameter = parameterOf(inner, template);
    if (parameter.fallback !== undefined) defaults[parameter.name] = parameter.fallback;
    if (parameter.optional || parameter.rest || parameter.fallback !== undefined)
      shorter.push({ segments: [...segments], defaults });
    segments.push(wholeSegment(parameter));
  }
  return [{ segments, defaults }, ...shorter];
};
