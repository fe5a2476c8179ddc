import { metrics } from '@opentelemetry/api';

// Costs next to nothing while nobody listens.
const meter = metrics.getMeter('wayfleet');

const reads = meter.createCounter('fleet.views.reads', { description: 'Reads of single documents of views.' });
const lag = meter.createHistogram('fleet.views.lag', {
  description: 'From when something happened until a view has it from the change feed.',
  unit: 's',
});

const deadLetters = meter.createCounter('fleet.messages.dead', {
  description: 'Messages that cannot be worked on and went to the dead letters of their queue, by reason.',
});

const shed = meter.createCounter('fleet.ingest.shed', {
  description:
    'Requests with positions that were refused because the instance had enough to do, by what it had too much of.',
});

export const countShed = (strain: string): void => shed.add(1, { strain });

/** Of those that the broker gives up by itself, its own metric `DeadletteredMessages` tells. */
export const countDeadLetters = (queue: string, poison: readonly { readonly reason: string }[]): void => {
  for (const { reason } of poison) deadLetters.add(1, { queue, reason });
};

/** A document of a view was asked for; `hit`: this instance had it. */
export const countRead = (hit: boolean): void => reads.add(1, { hit });

/** @param seconds how far the views were behind what they have just taken in */
export const recordLag = (seconds: number): void => lag.record(seconds);
