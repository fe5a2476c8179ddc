import type { Area, Trigger } from '../area.ts';

type HttpTrigger = Extract<Trigger, { kind: 'http' }>;

/** An HTTP trigger under the name its function has. */
export interface Route extends HttpTrigger {
  readonly name: string;
}

/** Every HTTP trigger of the areas. */
export const routesOf = (areas: readonly Area[]): Route[] =>
  areas.flatMap((area) =>
    Object.entries(area.triggers).flatMap(([key, trigger]) =>
      trigger.kind === 'http' ? [{ ...trigger, name: `${area.name}-${key}` }] : [],
    ),
  );

const patternOf = (route: string): RegExp =>
  new RegExp(
    `^${route
      .split('/')
      .map((part) => part.replace(/^\{\*(\w+)\}$/, '(?<$1>.*)').replace(/^\{(\w+)\}$/, '(?<$1>[^/]+)'))
      .join('/')}$`,
  );

/** Fixed parts win over parameters, and these over a rest. */
const weightOf = (route: string): string =>
  route
    .split('/')
    .map((part) => (part.startsWith('{*') ? 'c' : part.startsWith('{') ? 'b' : 'a'))
    .join('');

/** The trigger for a request, found as the host would find it, and the parameters of its path. */
export const findRoute = (routes: readonly Route[], method: string, path: string) => {
  const [best] = routes
    .filter(({ methods }) => methods.some((one) => one === method))
    .flatMap((route) => {
      const match = patternOf(route.route).exec(path);
      return match ? [{ route, params: { ...match.groups } }] : [];
    })
    .sort((a, b) => (weightOf(a.route.route) < weightOf(b.route.route) ? -1 : 1));
  if (!best) throw new Error(`No area answers ${method} ${path}.`);
  const params = Object.fromEntries(
    Object.entries(best.params).map(([name, value]) => [name, decodeURIComponent(value ?? '')]),
  );
  return { route: best.route, params };
};
