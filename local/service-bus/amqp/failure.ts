import type { AmqpError } from 'rhea';
import { BusError } from '../broker/errors.ts';

/** Any error as a BusError. One that is not a refusal is a fault of this broker, and is reported. */
export const failureOf = (error: unknown): BusError => {
  if (error instanceof BusError) return error;
  console.error('service-bus: unexpected failure', error);
  return new BusError('amqp:internal-error', error instanceof Error ? error.message : String(error), 500);
};

export const amqpErrorOf = (error: unknown): AmqpError => {
  const { condition, message } = failureOf(error);
  return { condition, description: message };
};
