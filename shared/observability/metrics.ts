import { metrics } from '@opentelemetry/api';

// Costs next to nothing while nobody listens.
const meter = metrics.getMeter('wayfleet');

const reads = meter.createCounter('fleet.views.reads', { description: 'Reads of single documents of views.' });
const lag = meter.createHistogram('fleet.views.lag', {
  description: 'From when something happened until a view has it from the change feed.',
  unit: 's',
});

/** A document of a view was asked for; `hit`: this instance had it. */
export const countRead = (hit: boolean): void => reads.add(1, { hit });

/** @param seconds how far the views were behind what they have just taken in */
export const recordLag = (seconds: number): void => lag.record(seconds);
