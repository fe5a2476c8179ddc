import { createHmac, randomUUID } from 'node:crypto';
import { reasonOf, ServiceError } from './errors.ts';
import type { Connection } from './hub.ts';
import { contentTypeOf, type Payload } from './message.ts';

/** Where a hub's events go. `{hub}` and `{event}` in the URL are filled in. */
export interface EventHandler {
  readonly urlTemplate: string;
  /** `*` for every user event, or names separated by commas. None when absent. */
  readonly userEventPattern?: string;
  readonly systemEvents?: readonly ('connect' | 'connected' | 'disconnected')[];
}

/** Event handlers by hub. A hub without an entry works, and raises no events. */
export type HubSettings = Readonly<Record<string, { readonly eventHandlers: readonly EventHandler[] }>>;

/** The event handler refused, failed or could not be reached. A client is told the status of a refusal only. */
export class HandlerFailure extends ServiceError {
  constructor(status: number, reason: string) {
    super(status >= 400 && status < 500 ? status : 500, 'InternalServerError', reason);
  }
}

const TIMEOUT_MS = 30_000;

const listOf = (text = '') => text.split(',').map((item) => item.trim());

/** The URL of the first handler that wants this event. */
const handlerOf = (settings: HubSettings, hub: string, kind: 'sys' | 'user', name: string): string | undefined =>
  settings[hub]?.eventHandlers
    .find(({ systemEvents = [], userEventPattern }) => {
      const wanted: readonly string[] = kind === 'sys' ? systemEvents : listOf(userEventPattern);
      return wanted.includes(name) || (kind === 'user' && wanted.includes('*'));
    })
    ?.urlTemplate.replaceAll('{hub}', encodeURIComponent(hub))
    .replaceAll('{event}', encodeURIComponent(name));

/** Calls event handlers over HTTP: CloudEvents in binary mode, signed with each of the keys. `origin` is who we say we are. */
export const createUpstream = (settings: HubSettings, keys: readonly string[], origin: string) => {
  const stopping = new AbortController();
  const allowed = new Set<string>();

  const call = (url: string, init: RequestInit) =>
    fetch(url, { ...init, signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]) });

  /** Abuse protection of CloudEvents: an address is asked until it has allowed our events once. */
  const validate = async (url: string) => {
    if (allowed.has(url)) return;
    const asking = { method: 'OPTIONS', headers: { 'webhook-request-origin': origin } };
    const { ok, status, headers } = await call(url, asking);
    const origins = headers.get('webhook-allowed-origin') ?? '';
    if (!ok || !listOf(origins).some((one) => one === '*' || one === origin))
      throw new Error(`OPTIONS answered ${status} with WebHook-Allowed-Origin '${origins}'`);
    allowed.add(url);
  };

  const headersOf = ({ id, hub, userId, subprotocol, state }: Connection, kind: string, name: string) => ({
    'webhook-request-origin': origin,
    'ce-specversion': '1.0',
    'ce-type': `azure.webpubsub.${kind}.${name}`,
    'ce-source': `/hubs/${hub.name}/client/${id}`,
    'ce-id': randomUUID(),
    'ce-time': new Date(hub.service.clock.now()).toISOString(),
    'ce-signature': keys.map((key) => `sha256=${createHmac('sha256', key).update(id).digest('hex')}`).join(','),
    'ce-connectionid': id,
    'ce-hub': hub.name,
    'ce-eventname': name,
    'ce-awpsversion': '1.0',
    ...(userId !== undefined && { 'ce-userid': encodeURI(userId) }),
    ...(subprotocol !== undefined && { 'ce-subprotocol': subprotocol }),
    ...(state !== undefined && { 'ce-connectionstate': state }),
  });

  /** Sends an event and waits for the answer, undefined when nobody handles it. Throws `HandlerFailure`. */
  const ask = async (connection: Connection, kind: 'sys' | 'user', name: string, payload: Payload) => {
    const url = handlerOf(settings, connection.hub.name, kind, name);
    if (url === undefined) return undefined;
    try {
      await validate(url);
      const headers = { ...headersOf(connection, kind, name), 'content-type': contentTypeOf(payload) };
      const body = typeof payload.data === 'string' ? payload.data : new Uint8Array(payload.data);
      const response = await call(url, { method: 'POST', headers, body });
      if (!response.ok) throw new HandlerFailure(response.status, `it answered ${response.status}`);
      connection.state = response.headers.get('ce-connectionstate') ?? connection.state;
      const contentType = response.headers.get('content-type') ?? '';
      return { contentType, body: Buffer.from(await response.arrayBuffer()) };
    } catch (error) {
      const reason = `The event handler of '${name}' at ${url} failed: ${reasonOf(error)}`;
      if (!stopping.signal.aborted) connection.hub.service.log(reason);
      throw new HandlerFailure(error instanceof HandlerFailure ? error.status : 500, reason);
    }
  };

  return { ask, stop: () => stopping.abort() };
};
