import type { FrontDoorConfig, RouteRule } from './config.ts';
import { compilePattern } from './route-pattern.ts';

/** What is to be done with a request, before anybody looks for a file or asks the API. */
export type Decision =
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'deny'; readonly status: 401 | 403 }
  | { readonly kind: 'fail'; readonly status: number }
  | ServeDecision;

export interface ServeDecision {
  readonly kind: 'serve';
  readonly path: string;
  /** What to serve instead, possibly with a query. */
  readonly rewrite: string | undefined;
  readonly status: number | undefined;
}

export interface Visit {
  readonly method: string;
  readonly path: string;
  readonly roles: readonly string[];
}

export interface Routing {
  /** The decision and the headers every answer to this request carries. */
  decide(visit: Visit): { readonly decision: Decision; readonly headers: Readonly<Record<string, string>> };
  /** The file that stands in for one that is not there, if this path is meant to have one. */
  fallbackFor(path: string): string | undefined;
}

const apply = (rule: RouteRule | undefined, { path, roles }: Visit): Decision => {
  if (rule?.allowedRoles && !rule.allowedRoles.some((role) => roles.includes(role)))
    return { kind: 'deny', status: roles.includes('authenticated') ? 403 : 401 };
  if (rule?.redirect !== undefined)
    return { kind: 'redirect', status: rule.statusCode ?? 302, location: rule.redirect };
  if (rule?.rewrite === undefined && (rule?.statusCode ?? 0) >= 400)
    return { kind: 'fail', status: rule?.statusCode ?? 404 };
  return { kind: 'serve', path, rewrite: rule?.rewrite, status: rule?.statusCode };
};

/** An empty value takes a header away. */
const withoutEmpty = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Turns a configuration into decisions. The first rule that matches a request is the only one that counts. */
export const createRouting = ({ routes, globalHeaders, navigationFallback }: FrontDoorConfig): Routing => {
  const everywhere = lowerCased(globalHeaders);
  const compiled = routes.map((rule) => ({
    rule,
    matches: compilePattern(rule.route),
    headers: withoutEmpty({ ...everywhere, ...lowerCased(rule.headers ?? {}) }),
  }));
  const otherwise = withoutEmpty(everywhere);
  const excluded = (navigationFallback?.exclude ?? []).map(compilePattern);
  return {
    decide(visit) {
      const found = compiled.find(
        ({ rule, matches }) => (rule.methods?.includes(visit.method) ?? true) && matches(visit.path),
      );
      return { decision: apply(found?.rule, visit), headers: found?.headers ?? otherwise };
    },
    fallbackFor: (path) => (excluded.some((matches) => matches(path)) ? undefined : navigationFallback?.rewrite),
  };
};
