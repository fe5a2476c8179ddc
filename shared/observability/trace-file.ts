import { createWriteStream } from 'node:fs';
import {
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';

const seconds = ([whole, nanos]: [number, number]) => whole + nanos / 1e9;

const lineOf = (span: ReadableSpan) =>
  JSON.stringify({
    name: span.name,
    traceId: span.spanContext().traceId,
    spanId: span.spanContext().spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    startedAt: new Date(seconds(span.startTime) * 1000).toISOString(),
    milliseconds: seconds(span.duration) * 1000,
    status: span.status,
    attributes: span.attributes,
  });

/** Writes every finished span as one JSON line, for looking at traces without a collector. */
export const startTraceFile = (path: string): void => {
  const file = createWriteStream(path, { flags: 'a' });
  const exporter: SpanExporter = {
    export(spans, done) {
      file.write(spans.map((span) => `${lineOf(span)}\n`).join(''));
      done({ code: 0 });
    },
    shutdown: () => new Promise((resolve) => file.end(resolve)),
  };
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
};
