import { app, type InvocationContext } from '@azure/functions';
import type { Area, Trigger } from '../shared/area.ts';
import { recordedFrom } from '../shared/eventstore/cosmos-event-store.ts';
import { continueTrace, inSpan } from '../shared/observability/trace.ts';
import type { Services } from '../shared/services.ts';
import access from './access/index.ts';
import devices from './devices/index.ts';
import live from './live/index.ts';
import system from './system/index.ts';
import telemetry from './telemetry/index.ts';
import vehicles from './vehicles/index.ts';

/** Every area of the fleet domain. */
export const areas: readonly Area[] = [system, access, vehicles, devices, telemetry, live];

const triggersOf = (all: readonly Area[]) =>
  all.flatMap(({ name, triggers }) =>
    Object.entries(triggers).map(([key, trigger]) => ({ name: `${name}-${kebab(key)}`, trigger })),
  );

const kebab = (text: string) => text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const projections = triggersOf(areas).flatMap(({ trigger }) =>
  trigger.kind === 'projection' ? [trigger.projection] : [],
);

const traceOf = ({ triggerMetadata }: InvocationContext): string | undefined => {
  const properties = triggerMetadata?.applicationProperties as { traceparent?: string } | undefined;
  return properties?.traceparent;
};

const bind = (name: string, trigger: Trigger, services: Services): void => {
  switch (trigger.kind) {
    case 'http':
      app.http(name, {
        methods: [...trigger.methods],
        route: `v1/${trigger.route}`,
        authLevel: 'anonymous',
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
    case 'projection': // All of them share one change-feed trigger.
      return;
  }
};

/** Turns the areas' tables of contents into functions. */
export const register = (services: Services): void => {
  for (const { name, trigger } of triggersOf(areas)) bind(name, trigger, services);

  app.cosmosDB('projections-fold', {
    connection: 'COSMOS',
    databaseName: '%COSMOS_DATABASE%',
    containerName: 'events',
    leaseContainerName: 'leases',
    // Without its own prefix it would share a cursor with the next trigger on this container.
    leaseContainerPrefix: 'projections-fold',
    startFromBeginning: true,
    // Without a retry a batch whose handler throws is gone: this trigger does not repeat by itself.
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: { seconds: 2 },
      maximumInterval: { minutes: 5 },
    },
    handler: (documents: unknown[]) => services.foldEvents(documents.map((document) => recordedFrom(document))),
  });

  app.hook.appTerminate(() => services.close());
};
