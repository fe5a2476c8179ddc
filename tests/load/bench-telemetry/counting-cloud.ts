import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startCloud } from '../../../local/cloud.ts';
import { Entity } from '../../../local/service-bus/broker/entity.ts';
import { Queue } from '../../../local/service-bus/broker/queue.ts';
import type { ServiceBusStandIn } from '../../../local/service-bus/server.ts';
import type { CloudCounts } from './cloud-counts.ts';

// The cloud in a process of its own, as the other benchmarks have it, which counts besides what is billed by the operation and the message. The stand-ins
// need not tell their users, so it looks over their shoulders.

type Tally = { -readonly [Name in keyof CloudCounts]: number };
const tally: Tally = {
  sent: 0,
  settled: 0,
  accepted: 0,
  pushes: 0,
  pushedBytes: 0,
  asked: 0,
  storedBytes: 0,
  waiting: 0,
};

const { take } = Entity.prototype;
Entity.prototype.take = function (content, enqueuedSequence) {
  // What was scheduled is taken once more when it is due, by nobody's operation.
  if (enqueuedSequence === undefined) tally.sent += 1;
  return take.call(this, content, enqueuedSequence);
};
const { settle, join } = Queue.prototype;
Queue.prototype.settle = function (...decision) {
  tally.settled += 1;
  return settle.apply(this, decision);
};
Queue.prototype.join = function (consumer, sessionId, joined) {
  if (sessionId !== null) tally.accepted += 1;
  return join.call(this, consumer, sessionId, joined);
};

const cloud = await startCloud();
const portOf = (name: string) => cloud.services.find((service) => service.name === name)?.port;
const [pubSub, cosmos] = [portOf('Web PubSub'), portOf('cosmos')];
const serviceBus = cloud.services.find(({ name }) => name === 'service-bus') as ServiceBusStandIn;

subscribe('http.server.request.start', (message) => {
  const { request, server } = message as { readonly request: IncomingMessage; readonly server: Server };
  const { port } = server.address() as AddressInfo;
  const bytes = Number(request.headers['content-length'] ?? 0);
  if (port === cosmos && request.headers['x-ms-documentdb-isquery'] === undefined) tally.storedBytes += bytes;
  if (port !== pubSub) return;
  if (/\/:send/.test(request.url ?? '')) {
    tally.pushes += 1;
    tally.pushedBytes += bytes;
  } else tally.asked += 1;
});

process.on('message', (question: number) => {
  const { telemetry } = serviceBus.counts();
  process.send?.({ question, counts: { ...tally, waiting: telemetry?.active ?? 0 } });
});
process.on('disconnect', () => void cloud.close().then(() => process.exit(0)));
process.send?.(cloud.settings);
