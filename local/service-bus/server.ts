import { type Clock, systemClock } from '../shared/clock.ts';
import type { StandIn } from '../shared/stand-in.ts';
import { listen } from './amqp/listener.ts';
import { KEY_NAME } from './amqp/sas.ts';
import { Bus } from './broker/bus.ts';
import { DueTimes } from './broker/due-times.ts';
import type { Counts } from './broker/queue.ts';
import { serveDebugPage } from './debug-page.ts';
import { type Entities, parseEntities } from './entities.ts';
import { Journal } from './store/journal.ts';
import { memoryStore } from './store/memory-store.ts';
import { sqliteStore } from './store/sqlite-store.ts';

export interface ServiceBusOptions {
  /** 0 or nothing: any free port. */
  readonly port?: number;
  /** Where the state is kept. Without it the state is gone when the stand-in stops. */
  readonly dataDir?: string;
  /** The shared access key. */
  readonly key?: string;
  /** The queues and topics, in the shape of `infra/topics.json`. */
  readonly entities: Entities;
  /** Where to serve the counts as JSON; 0 is any free port, nothing is nowhere. */
  readonly debugPort?: number;
  readonly clock?: Clock;
}

export interface ServiceBusStandIn extends StandIn {
  /** The port of the debug page, if there is one. */
  readonly debugPort: number | undefined;
  /** How many messages there are, by entity: `queue`, `topic`, `topic/Subscriptions/name`. */
  counts(): Record<string, Counts>;
}

/** What the official emulator uses too. */
const DEFAULT_KEY = 'SAS_KEY_VALUE';

/**
 * Starts a Service Bus namespace on 127.0.0.1 that the unmodified Azure SDK can talk to.
 * Rejects when the entities are not valid, the port is taken, or another stand-in uses the data directory.
 */
export const startServiceBus = async (options: ServiceBusOptions): Promise<ServiceBusStandIn> => {
  const { key = DEFAULT_KEY, clock = systemClock, dataDir } = options;
  const entities = parseEntities(options.entities);
  const store = dataDir === undefined ? memoryStore() : sqliteStore(dataDir);
  const journal = new Journal(store);
  const due = new DueTimes(clock);
  const stop = () => {
    due.stop();
    journal.close();
  };
  try {
    const bus = new Bus({ clock, due, journal }, store, entities);
    const counts = () => bus.counts();
    const listener = await listen({ clock, due, journal, bus, key }, options.port ?? 0);
    const debug = options.debugPort === undefined ? undefined : await serveDebugPage(options.debugPort, counts);
    return {
      name: 'service-bus',
      port: listener.port,
      debugPort: debug?.port,
      connection: `Endpoint=sb://localhost:${listener.port};SharedAccessKeyName=${KEY_NAME};SharedAccessKey=${key};UseDevelopmentEmulator=true;`,
      counts,
      close: async () => {
        await Promise.all([listener.close(), debug?.close()]);
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
};
