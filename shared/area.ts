import type { HttpMethod } from '@azure/functions';
import type { Endpoint } from './http/endpoint.ts';
import type { Projection } from './projections/projection.ts';
import type { Services } from './services.ts';

/** A use case bound to a queue. It may run twice for one message. */
export interface QueueHandler {
  handler(services: Services): (message: unknown) => Promise<void>;
}

export type Trigger =
  | { readonly kind: 'http'; readonly method: HttpMethod; readonly route: string; readonly endpoint: Endpoint }
  | { readonly kind: 'projection'; readonly projection: Projection }
  | { readonly kind: 'queue'; readonly queue: string; readonly handler: QueueHandler };

/** A table of contents: the host, the documentation and the tests all read the same data. */
export interface Area {
  readonly name: string;
  readonly triggers: Readonly<Record<string, Trigger>>;
}

export const area = (name: string, triggers: Record<string, Trigger>): Area => ({ name, triggers });

/** @param address method and route below `/api/v1`, for example `POST vehicles/{vehicleId}/retire`. */
export const http = (address: `${HttpMethod} ${string}`, endpoint: Endpoint): Trigger => {
  const [method, route = ''] = address.split(' ') as [HttpMethod, string];
  return { kind: 'http', method, route, endpoint };
};

export const projection = <Doc extends object, Event>(projection: Projection<Doc, Event>): Trigger => ({
  kind: 'projection',
  projection: projection as Projection,
});

export const queue = (name: string, handler: QueueHandler): Trigger => ({ kind: 'queue', queue: name, handler });
