import { app, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { Area, Trigger } from '../shared/area.ts';
import { trailOf } from '../shared/audit/trail.ts';
import { flushBehind } from '../shared/documents/write-behind.ts';
import { recordedFrom } from '../shared/eventstore/cosmos-event-store.ts';
import type { Recorded } from '../shared/eventstore/event-store.ts';
import { continueTrace, inSpan } from '../shared/observability/trace.ts';
import { sagaBook } from '../shared/sagas/book.ts';
import { orchestratorOf } from '../shared/sagas/durable.ts';
import { performStep } from '../shared/sagas/perform-step.ts';
import type { StepMessage } from '../shared/sagas/saga.ts';
import type { Services } from '../shared/services.ts';
import access from './access/index.ts';
import { feedsOf } from './api/feeds.ts';
import { apiOf } from './api/index.ts';
import assignments from './assignments/index.ts';
import audit from './audit/index.ts';
import customFields from './custom-fields/index.ts';
import devices from './devices/index.ts';
import documents from './documents/index.ts';
import drivers from './drivers/index.ts';
import energy from './energy/index.ts';
import geofences from './geofences/index.ts';
import { groupsOf } from './groups/index.ts';
import imports from './imports/index.ts';
import jobs from './jobs/index.ts';
import live from './live/index.ts';
import meters from './meters/index.ts';
import notifications from './notifications/index.ts';
import ops from './ops/index.ts';
import places from './places/index.ts';
import providers from './providers/index.ts';
import renewals from './renewals/index.ts';
import scorecards from './scorecards/index.ts';
import system from './system/index.ts';
import telemetry from './telemetry/index.ts';
import trips from './trips/index.ts';
import vehicles from './vehicles/index.ts';

/** What people do here. */
const domain: readonly Area[] = [
  system,
  access,
  vehicles,
  meters,
  customFields,
  devices,
  drivers,
  assignments,
  renewals,
  documents,
  telemetry,
  trips,
  energy,
  scorecards,
  providers,
  live,
  notifications,
  jobs,
  imports,
  ops,
  places,
  geofences,
  audit,
  groupsOf(() => areas),
];

/** Every area, with what follows from the others. */
export const areas: readonly Area[] = [apiOf(() => areas), ...domain, feedsOf(domain)];

const triggersOf = (all: readonly Area[]) =>
  all.flatMap(({ name, triggers }) =>
    Object.entries(triggers).map(([key, trigger]) => ({ name: `${name}-${kebab(key)}`, trigger })),
  );

const kebab = (text: string) => text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const projections = triggersOf(areas).flatMap(({ trigger }) =>
  trigger.kind === 'projection' ? [trigger.projection] : [],
);

export const jobKinds = triggersOf(areas).flatMap(({ trigger }) => (trigger.kind === 'job' ? [trigger.job] : []));

export const importables = triggersOf(areas).flatMap(({ trigger }) =>
  trigger.kind === 'importable' ? [trigger.importable] : [],
);

const traceOf = ({ triggerMetadata }: InvocationContext): string | undefined => {
  const properties = triggerMetadata?.applicationProperties as { traceparent?: string } | undefined;
  return properties?.traceparent;
};

const onEvents = (name: string, handle: (recorded: readonly Recorded[]) => Promise<void>): void =>
  app.cosmosDB(name, {
    connection: 'COSMOS',
    databaseName: '%COSMOS_DATABASE%',
    containerName: 'events',
    leaseContainerName: 'leases',
    // Without its own prefix it would share a cursor with the next trigger on this container.
    leaseContainerPrefix: name,
    startFromBeginning: true,
    // Without a retry a batch whose handler throws is gone: this trigger does not repeat by itself.
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: { seconds: 2 },
      maximumInterval: { minutes: 5 },
    },
    handler: (documents: unknown[]) => handle(documents.map((document) => recordedFrom(document))),
  });

const bind = (name: string, trigger: Trigger, services: Services): void => {
  switch (trigger.kind) {
    case 'http':
      // A route that the API's document does not know must not exist; what catches the unknown ones is none.
      if (!trigger.endpoint.described && !trigger.route.startsWith('{*'))
        throw new Error(`${name} does not say what it is for.`);
      app.http(name, {
        methods: [...trigger.methods],
        route: `v1/${trigger.route}`,
        authLevel: 'anonymous',
        ...(trigger.endpoint.sagas && { extraInputs: [df.input.durableClient()] }),
        handler: trigger.endpoint.handler(services),
      });
      return;
    case 'queue': {
      const handle = trigger.handler.handler(services);
      app.serviceBusQueue(name, {
        connection: 'SERVICE_BUS',
        queueName: trigger.queue,
        handler: (message, context) =>
          continueTrace(traceOf(context), () => inSpan(`reaction ${name}`, {}, () => handle(message))),
      });
      return;
    }
    case 'timer': {
      const handle = trigger.handler.handler(services);
      app.timer(name, {
        schedule: trigger.schedule,
        extraInputs: [df.input.durableClient()],
        handler: (_, context) =>
          inSpan(`timer ${name}`, {}, () => handle(sagaBook(services, () => services.sagas(context)))),
      });
      return;
    }
    case 'events':
      onEvents(name, trigger.handler.handler(services, areas));
      return;
    case 'saga':
      df.app.orchestration(trigger.saga.name, orchestratorOf(trigger.saga));
      return;
    case 'step':
      df.app.activity(trigger.name, {
        handler: (message: StepMessage) => performStep(trigger.name, trigger.body, services, message),
      });
      return;
    case 'importable': // The area imports finds them among the services.
    case 'job': // All of them share the queue of the area jobs.
    case 'projection': // All of them share one change-feed trigger.
      return;
  }
};

/** Turns the areas' tables of contents into functions. */
export const register = (services: Services): void => {
  // Whole views and audit trails are sent as they are read.
  app.setup({ enableHttpStream: true });
  for (const { name, trigger } of triggersOf(areas)) bind(name, trigger, services);

  onEvents('projections-fold', services.foldEvents);

  app.hook.appTerminate(async () => {
    await Promise.all([trailOf(services).flush(), flushBehind(services)]);
    await services.close();
  });
};
