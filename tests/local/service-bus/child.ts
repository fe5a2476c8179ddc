import { type ServiceBusOptions, startServiceBus } from '../../../local/service-bus/server.ts';

// A namespace in a process of its own, for tests that kill it: options come in as an argument, the port and what is there go out.
const options: ServiceBusOptions = JSON.parse(process.argv[2] ?? '{}');
const bus = await startServiceBus(options);
process.send?.({ connection: bus.connection, port: bus.port, counts: bus.counts() });
