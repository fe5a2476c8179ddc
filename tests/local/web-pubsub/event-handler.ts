import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CloudEvent {
  readonly type: string;
  readonly name: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Where it was sent. */
  readonly path: string | undefined;
}

export interface HandlerReply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** An event handler as an application would run it: answers with what `reply` says, 204 when that is nothing. */
export const startEventHandler = async (
  reply: (event: CloudEvent) => HandlerReply | undefined | Promise<HandlerReply | undefined> = () => undefined,
  { port = 0, allowedOrigin = '*' } = {},
) => {
  const events: CloudEvent[] = [];
  const origins: unknown[] = [];
  const server = createServer(async (request, response) => {
    if (request.method === 'OPTIONS') {
      origins.push(request.headers['webhook-request-origin']);
      response.writeHead(200, { 'webhook-allowed-origin': allowedOrigin }).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { headers } = request;
    const event = {
      type: String(headers['ce-type']),
      name: String(headers['ce-eventname']),
      headers,
      body: Buffer.concat(chunks).toString(),
      path: request.url,
    };
    events.push(event);
    const { status, headers: extra, body } = (await reply(event)) ?? { status: 204 };
    response.writeHead(status, extra).end(body);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${address.port}/runtime/webhooks/webpubsub`;
  return {
    url,
    port: address.port,
    events,
    /** Who asked for permission to send events, once per validation. */
    origins,
    settings: {
      fleet: {
        eventHandlers: [
          { urlTemplate: url, userEventPattern: '*', systemEvents: ['connect', 'connected', 'disconnected'] as const },
        ],
      },
    },
    types: () => events.map(({ type }) => type.replace('azure.webpubsub.', '')),
    /** Safe to call twice. */
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
