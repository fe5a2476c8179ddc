import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Properties } from '../broker/content.ts';
import type { Context } from '../broker/entity.ts';
import type { Namespace } from '../broker/namespace.ts';
import type { Consumer } from '../broker/queue.ts';
import { notImplemented, serverBusy, unauthorized } from '../errors.ts';

export const KEY_NAME = 'RootManageSharedAccessKey';
const SAS = 'servicebus.windows.net:sastoken';

export interface Service extends Context {
  readonly namespace: Namespace;
  readonly key: string;
  /** Whether a request to the entity is to be refused as if the service were busy. */
  isBusy(path: string): boolean;
}

const pathOf = (resource: string): string => resource.toLowerCase().replace(/^[a-z]+:\/\/[^/]*\/*|\/+$/g, '');

/** Whether an entity or everything under it (an empty path: the whole namespace) includes `path`. */
export const covers = (entity: string, path: string): boolean =>
  entity === '' || `${path}/`.toLowerCase().startsWith(`${entity}/`);

/** One client connection: what it may do, and which of its links receive. */
export const createPeer = (service: Service) => {
  /** By link name, which is how management requests refer to them. */
  const receivers = new Map<string, { readonly consumer: Consumer; leave(): void }>();
  /** Until when there is a token, by the path it is good for. */
  const claims = new Map<string, number>();

  return {
    service,
    receivers,

    /** Takes note of a shared access signature. Throws `amqp:unauthorized-access` when it is not good for what it is presented for. */
    putToken({ operation, type, name }: Properties, body: unknown): void {
      if (operation !== 'put-token') throw notImplemented(`The $cbs operation '${operation}'`);
      if (type !== SAS) throw notImplemented(`A token of type '${type}' (use a connection string)`);
      const parameters = String(body).replace(/^SharedAccessSignature /, '');
      const fields = new URLSearchParams(parameters);
      // The signature is over the resource as it was sent, that is, still URL-encoded.
      const signed = `${/(?:^|&)sr=([^&]*)/.exec(parameters)?.[1]}\n${fields.get('se')}`;
      const wanted = createHmac('sha256', service.key).update(signed).digest();
      const given = Buffer.from(fields.get('sig') ?? '', 'base64');
      const isSigned = given.length === wanted.length && timingSafeEqual(given, wanted);
      const path = pathOf(fields.get('sr') ?? '');
      const until = Number(fields.get('se')) * 1000;
      const isGood = isSigned && until > service.clock.now() && covers(path, pathOf(String(name)));
      if (!isGood || fields.get('skn') !== KEY_NAME)
        throw unauthorized(`InvalidSignature: the token for '${name}' has expired, or is not signed with its key.`);
      claims.set(path, until);
    },

    /** Throws unless the client may go on: `amqp:unauthorized-access`, or `com.microsoft:server-busy` as an injected fault. */
    admit(path: string): void {
      const now = service.clock.now();
      if (![...claims].some(([claimed, until]) => until > now && covers(claimed, path)))
        throw unauthorized(`Unauthorized access. A valid token for '${path}' is required to perform this operation.`);
      if (service.isBusy(path)) throw serverBusy('The server is busy, by an injected fault. Please try again.');
    },

    /** Lets go of what the receivers hold. */
    leave(): void {
      for (const receiver of receivers.values()) receiver.leave();
    },
  };
};

export type Peer = ReturnType<typeof createPeer>;
