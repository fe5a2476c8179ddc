import { context, propagation, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('wayfleet');

/** Runs `work` inside a span; a failure marks the span and is passed on. Costs next to nothing while nobody listens. */
export const inSpan = async <T>(
  name: string,
  attributes: Record<string, string | number>,
  work: (span: Span) => Promise<T>,
): Promise<T> =>
  tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });

/** The W3C `traceparent` of the running span, to travel in a message or an event; undefined while nobody listens. */
export const traceparent = (): string | undefined => {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
};

/** Runs `work` as part of the trace that `parent` (a `traceparent`) names. */
export const continueTrace = <T>(parent: string | undefined, work: () => Promise<T>): Promise<T> =>
  parent ? context.with(propagation.extract(context.active(), { traceparent: parent }), work) : work();
