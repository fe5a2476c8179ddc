import { type Clock, systemClock } from '../shared/clock.ts';
import type { StandIn } from '../shared/stand-in.ts';
import { KEY_NAME, listen } from './amqp/listener.ts';
import { createDueTimes } from './broker/due-times.ts';
import type { Counts } from './broker/entity.ts';
import { createNamespace } from './broker/namespace.ts';
import { openStore } from './broker/store.ts';
import { type Entities, parseEntities } from './entities.ts';

export interface ServiceBusOptions {
  /** 0 or nothing: any free port. */
  readonly port?: number;
  /** Where the state is kept. Without it the state is gone when the stand-in stops. */
  readonly dataDir?: string;
  /** The shared access key; by default that of the official emulator. */
  readonly key?: string;
  /** The queues and topics, in the shape of `infra/topics.json`. */
  readonly entities: Entities;
  readonly clock?: Clock;
}

/** Trouble for the whole namespace: dropped connections, lost locks, or `count` requests (one by default) that are refused. */
export interface Fault {
  readonly kind: 'disconnect' | 'lose-lock' | 'busy';
  readonly count?: number;
}

export interface ServiceBusStandIn extends StandIn {
  /** How many messages there are, by entity: `queue`, `topic`, `topic/Subscriptions/name`. */
  counts(): Record<string, Counts>;
  /** Injects a fault; returns how many connections, locks or requests it hits. */
  fault(fault: Fault): number;
}

/**
 * Starts a Service Bus namespace on 127.0.0.1 that the unmodified Azure SDK can talk to.
 * Rejects when the entities are not valid, the port is taken, or another stand-in uses the data directory.
 */
export const startServiceBus = async (options: ServiceBusOptions): Promise<ServiceBusStandIn> => {
  const { key = 'SAS_KEY_VALUE', clock = systemClock, port = 0 } = options;
  const entities = parseEntities(options.entities);
  let busy = 0;
  const isBusy = () => busy > 0 && busy-- > 0;
  await using starting = new AsyncDisposableStack();
  const store = starting.adopt(openStore(options.dataDir), (opened) => opened.close());
  const due = starting.adopt(createDueTimes(clock), (times) => times.stop());
  const namespace = createNamespace({ clock, due, store }, entities);
  const listener = await listen({ clock, due, store, namespace, key, isBusy }, port);
  starting.defer(() => listener.close());
  const started = starting.move();
  return {
    name: 'service-bus',
    port: listener.port,
    connection: `Endpoint=sb://localhost:${listener.port};SharedAccessKeyName=${KEY_NAME};SharedAccessKey=${key};UseDevelopmentEmulator=true;`,
    counts: () => namespace.counts(),
    fault({ kind, count = 1 }) {
      if (kind === 'disconnect') return listener.disconnect();
      if (kind === 'lose-lock') return namespace.loseLocks();
      busy += count;
      return count;
    },
    close: () => started.disposeAsync(),
  };
};
