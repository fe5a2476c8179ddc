import type { Dispatch } from '../dispatch.ts';
import type { HostedFunction } from '../functions.ts';
import type { Log } from '../log.ts';
import type { Settings } from '../settings.ts';
import type { HostRoute } from './handler.ts';
import { send } from './reply.ts';
import { Router } from './router.ts';

const methodsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((method) => String(method).toUpperCase()) : ['GET', 'POST'];

/** The routes of all HTTP functions. Throws when two functions claim the same method of the same route. */
export const functionRouter = (functions: readonly HostedFunction[], prefix: string): Router<HostedFunction> => {
  const router = new Router<HostedFunction>();
  for (const fn of functions) {
    if (fn.trigger.type !== 'httptrigger') continue;
    const { route, methods } = fn.trigger.options;
    const template = `${prefix}/${typeof route === 'string' && route !== '' ? route : fn.name}`;
    router.add(template, methodsOf(methods), fn, ({ name }) => `The function "${name}"`);
  }
  return router;
};

export interface HostRouteServices {
  readonly settings: Settings;
  readonly dispatch: Dispatch;
  readonly log: Log;
  /** Becomes true when every trigger has begun to listen. */
  readonly state: { readonly listening: boolean };
}

const status =
  (state: HostRouteServices['state']): HostRoute =>
  (_, response) => {
    const body = JSON.stringify({
      id: 'local',
      state: 'Running',
      version: '4.1040.0',
      processUptime: Math.round(process.uptime() * 1000),
      triggers: state.listening ? 'listening' : 'starting',
    });
    send(response, { status: 200, headers: { 'content-type': 'application/json' }, body });
  };

/** The addresses that are the host's own. */
export const hostRoutes = async (
  functions: readonly HostedFunction[],
  services: HostRouteServices,
): Promise<Map<string, HostRoute>> => {
  const routes = new Map<string, HostRoute>([['/admin/host/status', status(services.state)]]);
  const webPubSub = functions.filter(({ trigger }) => trigger.type === 'webpubsubtrigger');
  if (webPubSub.length > 0) {
    const { webPubSubRoute } = await import('../triggers/web-pubsub.ts');
    routes.set('/runtime/webhooks/webpubsub', webPubSubRoute(webPubSub, services));
  }
  return routes;
};
