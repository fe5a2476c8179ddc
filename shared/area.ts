import type { HttpMethod } from '@azure/functions';
import type { Endpoint } from './http/endpoint.ts';
import type { Projection } from './projections/projection.ts';
import type { Services } from './services.ts';

/** A use case bound to a queue. It may run twice for one message. */
export interface QueueHandler {
  handler(services: Services): (message: unknown) => Promise<void>;
}

export type Trigger =
  | {
      readonly kind: 'http';
      readonly methods: readonly HttpMethod[];
      readonly route: string;
      readonly endpoint: Endpoint;
    }
  | { readonly kind: 'projection'; readonly projection: Projection }
  | { readonly kind: 'queue'; readonly queue: string; readonly handler: QueueHandler };

/** A table of contents: the host, the documentation and the tests all read the same data. */
export interface Area {
  readonly name: string;
  readonly triggers: Readonly<Record<string, Trigger>>;
}

export const area = (name: string, triggers: Record<string, Trigger>): Area => ({ name, triggers });

const EVERY_METHOD: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** @param address methods and route below `/api/v1`: `POST vehicles/{vehicleId}/retire`, `GET|POST ingest`, `* {*path}`. */
export const http = (address: string, endpoint: Endpoint): Trigger => {
  const [, names = '', route = ''] = /^(\*|[A-Z|]+) (\S+)$/.exec(address) ?? [];
  const methods = EVERY_METHOD.filter((method) => names === '*' || names.split('|').includes(method));
  if (names !== '*' && methods.length !== names.split('|').length) throw new Error(`"${address}" is no address.`);
  return { kind: 'http', methods, route, endpoint };
};

/** A read model. The runner hands every projection its own documents only, so their types may differ here. */
export const projection = <Doc extends object, Event>(projection: Projection<Doc, Event>): Trigger => ({
  kind: 'projection',
  projection: projection as Projection,
});

export const queue = (name: string, handler: QueueHandler): Trigger => ({ kind: 'queue', queue: name, handler });
