import type { Documents } from '../../../shared/documents/documents.ts';
import type { Services } from '../../../shared/services.ts';

/** A process that dies. */
export interface Life {
  /** Dies at the call of a port after so many others, and is dead from then on. */
  until(calls: number): void;
  /** Comes back, and does not die any more. */
  again(): void;
  readonly isDead: boolean;
}

/** What a dead process finds of every port. */
export class Death extends Error {}

/** Ports that a process reaches only while it lives: it can die between any two calls of the event store, the documents, the blobs and the broker. */
export const mortal = ({ operations, views, streams, exports, bus }: Services) => {
  let left = Number.POSITIVE_INFINITY;
  const breathe = () => {
    left -= 1;
    if (left < 0) throw new Death();
  };
  const life: Life = {
    until(calls) {
      left = calls;
    },
    again() {
      left = Number.POSITIVE_INFINITY;
    },
    get isDead() {
      return left < 0;
    },
  };

  /** The same object, whose methods need a living process. */
  const alive = <Port extends object>(port: Port, names: readonly (keyof Port & string)[]): Port => {
    const wrapped = Object.fromEntries(Object.entries(port));
    for (const name of names)
      wrapped[name] = async (...given: unknown[]) => {
        breathe();
        return (port[name] as (...given: unknown[]) => unknown)(...given);
      };
    return wrapped as Port;
  };
  const documents = (port: Documents): Documents => ({
    ...alive(port, ['getMany', 'putMany', 'removeMany']),
    in: (tenantId, ...path) => alive(port.in(tenantId, ...path), ['get', 'put', 'remove', 'query']),
  });
  const ports: Partial<Services> = {
    operations: documents(operations),
    views: documents(views),
    streams: alive(streams, ['read', 'append']),
    exports: {
      ...exports,
      in: (tenantId) => alive(exports.in(tenantId), ['write', 'read', 'head', 'remove', 'list', 'linkFor']),
    },
    bus: alive(bus, ['send']),
  };
  return { life, ports };
};
