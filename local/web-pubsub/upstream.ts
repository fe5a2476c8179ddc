import { setTimeout as delay } from 'node:timers/promises';
import { cloudEventHeaders } from './cloud-event.ts';
import type { Connection } from './connection.ts';
import { reasonOf } from './errors.ts';
import { UPSTREAM_TIMEOUT_MS } from './limits.ts';
import type { Service } from './service.ts';
import { type EventName, type HubSettings, handlerUrl } from './settings.ts';
import { WebhookValidation } from './webhook-validation.ts';

/** What an event handler answered. Status 502 and no body stand for "could not be reached". */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

const UNREACHABLE = 502;
const JSON_TYPE = 'application/json; charset=utf-8';
/** Pauses before an unblocking event is sent again: long enough to outlive a restart of the functions host. */
const RETRY_AFTER_MS = [250, 500, 1_000, 2_000, 4_000, 8_000];

/** Calls event handlers over HTTP. */
export class Upstream {
  readonly #service: Service;
  readonly #hubs: Readonly<Record<string, HubSettings>>;
  readonly #requestOrigin: () => string;
  readonly #validation = new WebhookValidation();
  readonly #stopping = new AbortController();

  constructor(service: Service, hubs: Readonly<Record<string, HubSettings>>, requestOrigin: () => string) {
    this.#service = service;
    this.#hubs = hubs;
    this.#requestOrigin = requestOrigin;
  }

  /** Sends a blocking event and waits for the answer. Undefined when nobody handles this event. */
  async ask(
    connection: Connection,
    event: EventName,
    contentType: string,
    body: string | Buffer,
    cancelled?: AbortSignal,
  ): Promise<Reply | undefined> {
    const url = handlerUrl(this.#hubs[connection.hub.name], connection.hub.name, event);
    if (url === undefined) return undefined;
    const reply = await this.#post(url, connection, event, contentType, body, cancelled);
    if (reply.status >= 400) this.#service.log(`event ${event.name}: POST ${url} answered ${reply.status}`);
    return reply;
  }

  /** Sends an event nobody waits for, again and again until it is taken or the patience is over. */
  async tell(connection: Connection, name: 'connected' | 'disconnected', body: unknown): Promise<void> {
    const event = { kind: 'sys', name } as const;
    const url = handlerUrl(this.#hubs[connection.hub.name], connection.hub.name, event);
    if (url === undefined) return;
    const text = JSON.stringify(body);
    for (const pause of [...RETRY_AFTER_MS, undefined]) {
      const { status } = await this.#post(url, connection, event, JSON_TYPE, text);
      if (status < 400 || this.#stopping.signal.aborted) return;
      this.#service.log(`event ${name} of connection ${connection.id}: POST ${url} answered ${status}`);
      if (status < 500 || pause === undefined) return;
      await this.#pause(pause);
    }
  }

  stop() {
    this.#stopping.abort();
  }

  async #pause(milliseconds: number) {
    try {
      await delay(milliseconds, undefined, { ref: false, signal: this.#stopping.signal });
    } catch {
      // Only stopping ends a pause early, and whoever paused looks at that itself.
    }
  }

  async #post(
    url: string,
    connection: Connection,
    event: EventName,
    contentType: string,
    body: string | Buffer,
    cancelled?: AbortSignal,
  ): Promise<Reply> {
    const requestOrigin = this.#requestOrigin();
    const limit = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(UPSTREAM_TIMEOUT_MS)]);
    // Others may wait for the same validation, so one caller who loses interest does not end it.
    const refusal = await this.#validation.refusalOf(url, requestOrigin, limit);
    if (refusal !== undefined) return this.#unreachable(event, refusal);
    try {
      const headers = cloudEventHeaders(this.#service, requestOrigin, connection, event);
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': contentType },
        body: typeof body === 'string' ? body : new Uint8Array(body),
        signal: cancelled ? AbortSignal.any([limit, cancelled]) : limit,
      });
      const state = response.headers.get('ce-connectionstate');
      if (response.ok && state !== null) connection.state = state;
      return {
        status: response.status,
        contentType: response.headers.get('content-type') ?? 'text/plain',
        body: Buffer.from(await response.arrayBuffer()),
      };
    } catch (error) {
      return this.#unreachable(event, `POST ${url} failed: ${reasonOf(error)}`);
    }
  }

  #unreachable({ name }: EventName, reason: string): Reply {
    if (!this.#stopping.signal.aborted) this.#service.log(`event ${name}: ${reason}`);
    return { status: UNREACHABLE, contentType: 'text/plain', body: Buffer.alloc(0) };
  }
}
